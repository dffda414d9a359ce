import KafkaTestSupport
import RatchetEngine
import Testing

@testable import RatchetCLI

/// What `audit` tells, and what it ends with.
@Suite(.requiresKafka) struct AuditTests {
    @Test func nothingIsWrongWithEmptyTopics() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            let ending = await deployment.cli("audit")
            #expect(ending.code == .ok, "\(ending.err)")
            #expect(ending.out.contains("0 runs\n"))
            #expect(ending.err.hasPrefix("No violation in 0 records of 0 runs"))
            let json = await deployment.cli("audit", "--json")
            #expect(json.code == .ok)
            #expect(json.out.hasPrefix(#"{"type":"summary","violations":0,"unconfirmed":0,"records":{"#))
            #expect(json.out.contains(#""restingMail":0"#))
            #expect(json.out.split(separator: "\n").count == 1)
        }
    }

    @Test func violationsAreTold() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            let ended = Samples.checkpoint("a", .complete)
            try await deployment.write([ended, ended, Samples.checkpoint("b", .complete)])
            let ending = await deployment.cli("audit")
            #expect(ending.code == .failed)
            #expect(ending.out.contains("afterEnd"))
            #expect(ending.out.contains("2 runs: 2 complete"))
            #expect(ending.err.contains("error: 1 violation in 3 records of 2 runs"))
            let json = await deployment.cli("audit", "--json")
            #expect(json.code == .failed)
            let lines = json.out.split(separator: "\n")
            #expect(lines.count == 2)
            let topic = deployment.prefix + "checkpoints"
            #expect(lines[0].hasPrefix(#"{"type":"violation","kind":"afterEnd","topic":"\#(topic)","partition":"#))
            let words = "(3,1) complete follows (3,1) complete, which is the end"
            #expect(lines[0].contains(#""jobId":"a","message":"\#(words)""#))
        }
    }

    @Test func whatWasPublishedElsewhereIsMentioned() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            var checkpoint = Samples.checkpoint("a", .complete)
            checkpoint.published = Published(["weather": 3])
            try await deployment.write([checkpoint])
            let ending = await deployment.cli("audit")
            #expect(ending.code == .ok, "\(ending.err)")
            #expect(ending.out.contains("what was published to weather (--output weather)"))
            #expect(ending.out.contains("runs, before the first checkpoint that compaction has left"))
        }
    }

    @Test func whatCannotBeReadIsNoViolation() async throws {
        try await Deployment.with { deployment in
            let without = await deployment.cli("audit")
            #expect(without.code == .kafka)
            #expect(without.err.contains("there is no topic \(deployment.prefix)checkpoints"))
            _ = await deployment.cli("topics", "apply")
            let elsewhere = await deployment.cli("audit", "--output", "\(deployment.prefix)nowhere")
            #expect(elsewhere.code == .kafka)
            #expect(elsewhere.err.contains("there is no topic \(deployment.prefix)nowhere"))
            #expect(elsewhere.out.isEmpty)
        }
    }
}
