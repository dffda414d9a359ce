import KafkaTestSupport
import RatchetKafka
import Testing

extension SystemTests {
    /// What executors really leave in the topics is found to be as it should be, while they work and afterwards.
    @Suite(.requiresKafka) struct AuditsRealRuns {
        @Test func runsOfEveryKindAreAuditedWhileTheyRunAndAfterwards() async throws {
            try await withBench { bench, watch in
                let executors = try await bench.deployment.startExecutors("executor-1", "executor-2")
                let ids = (1...12).map { "run-\($0)" }
                _ = try await bench.startLedgers(ids, steps: 60, pace: 20)
                for (id, times) in [("once", 1), ("twice", 2)] { try await bench.startFailing(id, times: times) }
                try await bench.start("sleeping", "sleeper", ["calls": bench.file("calls")])
                try await bench.deployment.send([RawTrigger("garbage"), RawTrigger(#"{"job":"no-such-job"}"#)])
                try await watch.wait(for: "sleeper") { $0.pickups == 1 }

                var audits = 0
                while ids.contains(where: { watch.latest($0)?.standing.isOver != true }) {
                    try await bench.checkAudit()
                    audits += 1
                    // In the middle of it the runs of one executor move to the other.
                    if audits == 2 { executors[0].process.send(.kill) }
                }
                print("\(audits) audits while they ran")
                try #require(audits > 2)
                _ = try await bench.deployment.run("jobs", "terminate", "sleeper")
                try await watch.ends(of: ids + ["once", "twice", "sleeper"])

                let summary = try await bench.checkAudit()
                try #require(
                    summary.runs == [
                        "complete": 13, "error": 1, "terminated": 1, "live": 0, "waiting": 0, "overdue": 0,
                        "blocked": 0, "notBegun": 0,
                    ]
                )
                try #require(summary.publishedRecords == 12 * 60 + 4 + 2)
                try #require(summary.records[bench.topic] == summary.publishedRecords)
                try #require(summary.records[bench.deployment.name(of: .triggers)] == 17)
                try #require(summary.waitingTriggers == 0)
                try #require(summary.restingMail == 0)
                try #require(summary.records[bench.deployment.name(of: .mail)] == 2)
                let unjudged = summary.unchecked.filter { $0.key != "unreadPartitions" }
                try #require(unjudged.isEmpty, "\(unjudged)")
            }
        }

        @Test func anOpenTransactionInTheWayIsAFailureToRead() async throws {
            try await withBench { bench, _ in
                let topic = bench.deployment.name(of: .checkpoints)
                let transaction = try await blocking { [client = bench.deployment.client] in
                    try OpenTransaction(of: uniqueName("open"), topics: [topic], client)
                }
                try await transaction.holding(topic) {
                    let result = try await bench.deployment.run("audit", "--patience", "1s")
                    try #require(result.exit == .code(2), "\(result)")
                    try #require(result.error.contains("cannot be read beyond offset 0"), "\(result)")
                    try #require(result.output.isEmpty)
                }
                try await bench.checkAudit()
            }
        }
    }
}
