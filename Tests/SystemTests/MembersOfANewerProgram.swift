import Foundation
import KafkaClient
import KafkaTestSupport
import RatchetEngine
import RatchetKafka
import Testing

extension SystemTests {
    /// In a rolling deploy an older program takes over what a newer one has written: it erases nothing of it.
    @Suite(.requiresKafka) struct MembersOfANewerProgram {
        @Test func outliveARetryAllStepsAndTheDeadLetterOfARun() async throws {
            try await withBench { bench, watch in
                let added = #","gate":{"key" : "acme", "n":[1.0,"\u00e9"]},"new":null"#
                let planter = try Planter(bench.deployment)
                try await planter.firstStep("twice", parameters: bench.failing("twice", times: 2)) { envelope in
                    String(envelope.dropLast(2)) + #","by":"parent-1"}"# + added + "}"
                }
                _ = try await bench.deployment.startExecutor("executor of an older version")
                let end = try await watch.end(of: "twice")
                try #require(end.status == .error)
                try #require(end.number == StepNumber(seq: 3, attempt: 2))

                for topic in [Topic.steps, .checkpoints, .dead] {
                    let envelopes = try await bench.deployment.read(bench.deployment.name(of: topic))
                        .filter { $0.key == "twice" && $0.value != nil }
                        .map { String(decoding: $0.header("ratchet") ?? [], as: UTF8.self) }
                    try #require(envelopes.count >= 2, "\(topic)")
                    for envelope in envelopes {
                        try #require(envelope.hasSuffix(added + "}"), "\(topic): \(envelope)")
                        try #require(envelope.contains(#","by":"parent-1"},"#), "\(topic): \(envelope)")
                    }
                }
                try await bench.checkAudit()
            }
        }

        @Test func aStepThatAnOlderProgramCannotReadWaitsForTheNewerOne() async throws {
            try await withBench { bench, watch in
                let planter = try Planter(bench.deployment)
                try await planter.firstStep("newer", parameters: bench.failing("newer", times: 0)) { envelope in
                    envelope.replacing(#""kind":"trigger""#, with: #""kind":"schedule""#)
                }
                let executor = try await bench.deployment.startExecutor("executor of an older version")
                let others = try await bench.startLedgers(["a", "b", "c", "d", "e"], steps: 5)
                try await bench.checkComplete(others, steps: 5)
                executor.process.send(.terminate)
                try #require(try await executor.process.waitForExit() == .code(0))
                try #require(watch.history("newer").isEmpty)
                try #require(watch.letters.isEmpty)
                // Whoever comes next reads it again.
                let place = TopicPartition(bench.deployment.name(of: .steps), planter.home(of: "newer"))
                let group = bench.deployment.group
                let committed = try await blocking { [client = bench.deployment.client] in
                    try LogReader(configuration: client)
                        .committedOffsets(group: group, partitions: [place], limit: .seconds(20))
                }
                let record = try #require(try await bench.deployment.read(place.topic).first { $0.key == "newer" })
                try #require(committed[place]?.offset.map { $0 <= record.offset } ?? true)
                let audit = try await bench.deployment.audit(output: bench.topic)
                try #require(audit.violations.map(\.evidence) == [], "\(audit.words)")
            }
        }
    }
}
