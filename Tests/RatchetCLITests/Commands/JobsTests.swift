import Foundation
import KafkaClient
import KafkaTestSupport
import RatchetEngine
import Testing

@testable import RatchetCLI
@testable import RatchetKafka

@Suite(.requiresKafka) struct JobsTests {
    @Test func listShowsTheLatestOfEachRun() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            #expect(await deployment.cli("jobs", "list", "--json").out.isEmpty)
            try await deployment.write([
                Samples.checkpoint("a", .running), Samples.checkpoint("a", .complete),
                Samples.checkpoint("b", .running, tenant: "acme", created: 2000), Samples.checkpoint("c", .running),
            ])
            try await deployment.write(expire: ["c"])
            let all = await deployment.cli("jobs", "list")
            #expect(all.code == .ok, "\(all.err)")
            let rows = all.out.split(separator: "\n").dropFirst().map { $0.split(separator: " ").prefix(4) }
            #expect(rows == [["b", "import", "acme", "running"], ["a", "import", "-", "complete"]])
            let some = await deployment.cli("jobs", "list", "--status", "complete", "--json")
            #expect(some.out.split(separator: "\n").count == 1)
            #expect(some.out.hasPrefix(#"{"jobId":"a","#))
        }
    }

    @Test func showHasStateAndDeadLetter() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            let checkpoint = Samples.checkpoint("a", .error, state: #"{"n":1}"#)
            try await deployment.write([checkpoint], dead: [(checkpoint, .failed)])
            let ending = await deployment.cli("jobs", "show", "a", "--json")
            #expect(ending.code == .ok, "\(ending.err)")
            #expect(ending.out.contains(#""parameters":{"file":"a.csv"},"stateVersion":1,"state":{"n":1}"#))
            #expect(ending.out.contains(#""dead":{"reason":"failed","final":true"#))
            let none = await deployment.cli("jobs", "show", "b")
            #expect(none.code == .failed)
            #expect(none.err.contains("there is no run 'b'"))
        }
    }

    @Test func terminateWaitsForItsEffect() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            try await deployment.write([Samples.checkpoint("a", .running)])
            async let ending = deployment.cli("jobs", "terminate", "a", "--reason", "enough", "--timeout", "20s")
            let command = try await command(in: deployment)
            #expect(command.jobId == "a")
            #expect(command.reason == "enough")
            var checkpoint = Samples.checkpoint("a", .terminated)
            checkpoint.command = Checkpoint.AppliedCommand(id: command.id, at: 5000)
            try await deployment.write([checkpoint])
            let ended = await ending
            #expect(ended.code == .ok, "\(ended.err)")
            #expect(ended.out == "a: terminated\n")
        }
    }

    @Test func terminateSaysWhenNobodyAnswers() async throws {
        try await Deployment.with { deployment in
            _ = await deployment.cli("topics", "apply")
            try await deployment.write([Samples.checkpoint("a", .running), Samples.checkpoint("b", .complete)])
            #expect(await deployment.cli("jobs", "terminate", "a", "--timeout", "500ms").code == .timedOut)
            #expect(await deployment.cli("jobs", "terminate", "b").code == .ok)
            #expect(await deployment.cli("jobs", "terminate", "none").code == .failed)
            let one = try await deployment.records(of: .commands)
            #expect(one.count == 1)
            #expect(await deployment.cli("jobs", "terminate", "none", "--no-wait").code == .ok)
            let two = try await deployment.records(of: .commands)
            #expect(two.count == 2)
        }
    }

    /// The first that comes.
    private func command(in deployment: Deployment) async throws -> RatchetEngine.Command {
        try await blocking {
            let reader = try LogReader(configuration: deployment.cluster)
            let topic = deployment.prefix + Topic.commands.rawValue
            let starts = try reader.partitions(of: topic).map { ($0, LogReader.Start.beginning) }
            let end = ContinuousClock.now + .patience
            var found: RatchetEngine.Command?
            try reader.follow(
                Dictionary(uniqueKeysWithValues: starts),
                while: { found == nil && ContinuousClock.now < end },
                onEvent: { event in
                    guard case .record(let record) = event else { return }
                    guard case .post(let mail) = CommandCodec.decode(InboxRecord(record), now: 0) else { return }
                    found = mail.command
                }
            )
            guard let found else { throw UsageError("no command came") }
            return found
        }
    }
}
