import CRDKafka

/// The topics that one producer handle writes to, with their partition counts.
struct ProducerTopics {
    struct Topic {
        let handle: TopicHandle
        var partitionCount: Int32
    }

    private let client: ClientHandle
    /// Few, and asked for by every record: found faster one after another than by a hash.
    private var topics: [Topic] = []

    init(of client: ClientHandle) {
        self.client = client
    }

    /// The topic, its partition checked: librdkafka frees the headers twice for a partition that does not exist.
    ///
    /// Asks the brokers about a topic, or a higher partition, at its first use.
    mutating func topic(_ name: String, partition: Int32?, timeout: Duration) throws(KafkaError) -> TopicHandle {
        let wanted = partition ?? 0
        let index: Int
        if let known = topics.firstIndex(where: { $0.handle.name == name }) {
            index = known
        } else {
            topics.append(try Topic(handle: TopicHandle(name, of: client), partitionCount: 0))
            index = topics.count - 1
        }
        if wanted >= topics[index].partitionCount {
            topics[index].partitionCount = try topics[index].handle.partitionCount(timeout: timeout)
        }
        guard (0..<topics[index].partitionCount).contains(wanted) else {
            throw KafkaError(
                .unknownPartition,
                "\(name) has \(topics[index].partitionCount) partitions, there is none of number \(wanted)"
            )
        }
        return topics[index].handle
    }
}
