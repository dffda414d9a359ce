import KafkaClient
import KafkaTestSupport
import RatchetKafka

/// A bench on brokers of its own, where checkpoints are compacted within a second or two.
func withEagerCompaction(_ body: (Bench, RunWatch) async throws -> Void) async throws {
    try await withKafkaCluster(settings: Deployment.eagerCleaner) { cluster in
        let deployment = Deployment(try .testJobs, on: cluster.bootstrapServers, partitions: 2)
        try await deployment.createEagerTopics()
        try await withBench(of: deployment, body)
    }
}

extension Deployment {
    /// Settings of brokers that compact as eagerly as they can.
    fileprivate static var eagerCleaner: [String: String] {
        ["log.cleaner.backoff.ms": "50", "log.cleaner.threads": "2"]
    }

    /// Creates the compacted topics of runs so that they are compacted within a second or two.
    ///
    /// `topics apply` leaves them as they are.
    fileprivate func createEagerTopics() async throws {
        let topics = [Topic.checkpoints, .dead].map { topic in
            TopicSpecification(
                name(of: topic),
                partitions: Int32(partitions),
                properties: [
                    "cleanup.policy": "compact", "segment.ms": "300", "min.cleanable.dirty.ratio": "0.001",
                    "max.compaction.lag.ms": "300", "delete.retention.ms": "86400000",
                    "max.message.bytes": "2097152", "min.insync.replicas": "1",
                ]
            )
        }
        let outcome = try await blocking { [client] in try Admin(configuration: client).createTopics(topics) }
        for (name, result) in outcome {
            guard case .created = result else { throw SupportError(.system, "\(name): \(result)") }
        }
    }
}
