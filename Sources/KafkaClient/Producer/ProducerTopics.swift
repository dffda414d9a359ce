import CRDKafka

/// The topics that one producer handle writes to, with their partition counts.
struct ProducerTopics {
    struct Topic {
        let handle: TopicHandle
        var partitionCount: Int32
    }

    private let client: ClientHandle
    private var topics: [String: Topic] = [:]
    private var last: Topic?

    init(of client: ClientHandle) {
        self.client = client
    }

    /// The topic, its partition checked: librdkafka frees the headers twice for a partition that does not exist.
    ///
    /// Asks the brokers about a topic, or a higher partition, at its first use.
    mutating func topic(_ name: String, partition: Int32?, timeout: Duration) throws(KafkaError) -> TopicHandle {
        if let last, last.handle.name == name, (partition ?? 0) < last.partitionCount, (partition ?? 0) >= 0 {
            return last.handle
        }
        var topic: Topic
        if let known = topics[name] {
            topic = known
        } else {
            topic = try Topic(handle: TopicHandle(name, of: client), partitionCount: 0)
        }
        if (partition ?? 0) >= topic.partitionCount {
            topic.partitionCount = try topic.handle.partitionCount(timeout: timeout)
            topics[name] = topic
        }
        guard (0..<topic.partitionCount).contains(partition ?? 0) else {
            throw KafkaError(
                .unknownPartition,
                "\(name) has \(topic.partitionCount) partitions, there is none of number \(partition ?? 0)"
            )
        }
        last = topic
        return topic.handle
    }
}
