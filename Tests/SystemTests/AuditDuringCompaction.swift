import KafkaClient
import KafkaTestSupport
import RatchetKafka
import Testing

extension SystemTests {
    /// Compaction takes checkpoints away while they are read, and the audit finds nothing wrong with it.
    @Suite(.requiresKafkaHome) struct AuditDuringCompaction {
        @Test func nothingIsWrongWithWhatCompactionLeaves() async throws {
            // As eager as it can be.
            let settings = ["log.cleaner.backoff.ms": "50", "log.cleaner.threads": "2"]
            try await withKafkaCluster(settings: settings) { cluster in
                let deployment = Deployment(try .testJobs, on: cluster.bootstrapServers, partitions: 2)
                try await createEagerTopics(deployment)
                try await withTemporaryDirectory { folder in
                    try await withDeployment(deployment) { deployment, watch in
                        let topic = try await deployment.makeTopic("ledger")
                        let bench = Bench(deployment: deployment, watch: watch, topic: topic, folder: folder)
                        _ = try await deployment.startExecutor("executor")
                        let ids = try await bench.startLedgers((1...6).map { "run-\($0)" }, steps: 250, pace: 20)
                        var (audits, compacted, unconfirmed) = (0, 0, 0)
                        while ids.contains(where: { watch.latest($0)?.status.isOver != true }) {
                            let summary = try await bench.checkAudit()
                            compacted += summary.unchecked["compactedHistories"] ?? 0
                            unconfirmed += summary.unconfirmed
                            audits += 1
                        }
                        print("\(audits) audits, \(compacted) compacted histories, \(unconfirmed) not confirmed")
                        try #require(compacted > 0, "nothing was compacted")
                        let summary = try await bench.checkAudit()
                        try #require(summary.runs["complete"] == 6)
                        try #require(summary.publishedRecords == 6 * 250)
                    }
                }
            }
        }

        /// `topics apply` leaves them as they are.
        private func createEagerTopics(_ deployment: Deployment) async throws {
            let topics = [Topic.checkpoints, .dead].map { topic in
                TopicSpecification(
                    deployment.name(of: topic),
                    partitions: Int32(deployment.partitions),
                    properties: [
                        "cleanup.policy": "compact", "segment.ms": "300", "min.cleanable.dirty.ratio": "0.001",
                        "max.compaction.lag.ms": "300", "delete.retention.ms": "86400000",
                        "max.message.bytes": "2097152", "min.insync.replicas": "1",
                    ]
                )
            }
            let outcome = try await blocking { [client = deployment.client] in
                try Admin(configuration: client).createTopics(topics)
            }
            for (name, result) in outcome {
                guard case .created = result else { throw SupportError(.system, "\(name): \(result)") }
            }
        }
    }
}
