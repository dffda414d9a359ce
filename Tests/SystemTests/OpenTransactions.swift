import KafkaClient
import KafkaTestSupport
import RatchetKafka
import Testing

extension SystemTests {
    /// Somebody's open transaction stops everything behind it: whoever waits for it says so, and where.
    @Suite(.requiresKafka) struct OpenTransactions {
        private static let standstill = "A partition stands still: somebody's transaction is open there"

        @Test func whatStopsTriggersIsNamedUntilItIsOver() async throws {
            let brokers = try await SharedKafka.cluster.bootstrapServers
            try await withBench(on: brokers, settings: ["RATCHET_METRICS_INTERVAL": "1s"]) { bench, watch in
                let deployment = bench.deployment
                let executor = try await deployment.startExecutor("executor").process
                try await executor.waitForLine(containing: "ready=true")
                let place = TopicPartition(deployment.name(of: .triggers), deployment.home(of: "behind"))
                let abandoned = try await bench.abandon(in: place)
                let trigger = try deployment.start("trigger", ["trigger", "quiet", "--id", "behind", "--wait"])

                let words =
                    "partition \(place.partition) of \(place.topic) cannot be read beyond offset 0: a transaction"
                try await trigger.waitForLine(containing: words)
                try await executor.waitForLine(containing: Self.standstill)
                try await executor.waitForLine(containing: "ready=false")
                let log = executor.standardError.text.split(separator: "\n")
                let line = try #require(log.first { $0.contains(Self.standstill) })
                for fact in [
                    "topic=\(place.topic)", "partition=\(place.partition)", "offset=0", "since=",
                    "kafka-transactions.sh",
                ] {
                    try #require(line.contains(fact), "\(line)")
                }
                try #require(log.contains { $0.contains("The executor is not ready") && $0.contains(words) }, "\(log)")
                let check = try await deployment.run("topics", "check")
                try #require(check.exit == .code(1), "\(check)")
                try #require(check.output.contains(words), "\(check)")
                try #require(watch.latest("behind") == nil)

                try await bench.end(abandoned)
                try #require(try await trigger.waitForExit() == .code(0))
                try #require(try await watch.end(of: "behind").status == .complete)
                try await executor.waitForLine(
                    containing: "A partition goes on: the transaction that was open there is over"
                )
                try await eventually("readiness") {
                    let last = executor.standardError.text.split(separator: "\n").last { $0.contains("ready=") }
                    return last?.contains("ready=true") == true ? true : nil
                }
                let after = try await deployment.run("topics", "check")
                try #require(after.exit == .code(0), "\(after)")
            }
        }

        /// Its opening reads `checkpoints`.
        @Test func anExecutorThatStartsBehindOneIsNotReady() async throws {
            let brokers = try await SharedKafka.cluster.bootstrapServers
            let settings = ["RATCHET_METRICS_INTERVAL": "1s", "RATCHET_TRANSACTION_TIMEOUT": "1s"]
            try await withBench(on: brokers, settings: settings) { bench, watch in
                let deployment = bench.deployment
                let place = TopicPartition(deployment.name(of: .checkpoints), deployment.home(of: "behind"))
                let abandoned = try await bench.abandon(in: place)
                let executor = try deployment.start("executor", ["executor"])
                try await bench.start("quiet", "behind")
                let words =
                    "partition \(place.partition) of \(place.topic) cannot be read beyond offset 0: a transaction"
                try await executor.waitForLine(containing: words)
                try await executor.waitForLine(containing: "ready=false")
                let list = try deployment.start("jobs list --follow", ["jobs", "list", "--follow"])
                try await list.waitForLine(containing: words)
                try await bench.end(abandoned)
                try #require(try await watch.end(of: "behind").status == .complete)
                try await executor.waitForLine(containing: "A partition goes on")

                // Whoever follows has read to the end.
                try await list.waitForLine(containing: "behind ")
                let sizes = (output: list.standardOutput.size, error: list.standardError.size)
                let next = try await bench.abandon(in: place)
                try await list.waitForLine(containing: "cannot be read beyond offset", after: sizes)
                try await bench.end(next)
            }
        }

        @Test(arguments: ["jobs list", "audit --output"]) func whatIsReadSaysWhatItWaitsFor(
            _ command: String
        ) async throws {
            try await withBench { bench, _ in
                let deployment = bench.deployment
                let isAudit = command != "jobs list"
                let place = TopicPartition(isAudit ? bench.topic : deployment.name(of: .checkpoints), 1)
                let abandoned = try await bench.abandon(in: place)
                let arguments = command.split(separator: " ").map(String.init) + (isAudit ? [bench.topic] : [])
                let process = try deployment.start(command, arguments)
                let words = "waiting: partition 1 of \(place.topic) cannot be read beyond offset 0: a transaction"
                try await process.waitForLine(containing: words)
                try #require(process.exit == nil)
                try await bench.end(abandoned)
                try #require(try await process.waitForExit() == .code(0))
            }
        }
    }
}

extension Bench {
    fileprivate func abandon(in partition: TopicPartition) async throws -> AbandonedTransaction {
        try await AbandonedTransaction(in: partition, deployment.client)
    }

    fileprivate func end(_ transaction: AbandonedTransaction) async throws {
        try await blocking { try transaction.startItsProducerAgain() }
    }
}
