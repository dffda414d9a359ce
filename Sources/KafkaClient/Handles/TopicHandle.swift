import CRDKafka

/// Owns an `rd_kafka_topic_t`, and keeps its client, which must outlive it.
///
/// `@unchecked Sendable`: a topic handle may be used from any thread, the pointer never changes.
final class TopicHandle: @unchecked Sendable {
    let raw: OpaquePointer
    let name: String
    private let client: ClientHandle

    init(_ name: String, of client: ClientHandle) throws(KafkaError) {
        guard let raw = rd_kafka_topic_new(client.raw, name, nil) else {
            try KafkaError.check(rd_kafka_last_error(), "the topic \(name) cannot be used")
            throw KafkaError(.invalidArgument, "the topic \(name) cannot be used")
        }
        self.raw = raw
        self.name = name
        self.client = client
    }

    deinit {
        rd_kafka_topic_destroy(raw)
    }

    /// Asks the brokers how many partitions the topic has; this also makes the first produce to it immediate.
    func partitionCount(timeout: Duration) throws(KafkaError) -> Int32 {
        let metadata = try ClusterMetadata(client, topic: self, timeout: timeout)
        guard let topic = metadata.topics().first else {
            throw KafkaError(.unknownPartition, "the topic \(name) is not known to the brokers")
        }
        try KafkaError.check(topic.error, "the topic \(name) cannot be used")
        return topic.partitions
    }
}
