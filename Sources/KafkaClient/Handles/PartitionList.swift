import CRDKafka
import Foundation

/// Owns an `rd_kafka_topic_partition_list_t`.
///
/// One that leaks makes `rd_kafka_destroy` hang for ever.
struct PartitionList: ~Copyable {
    private let raw: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    init(capacity: Int = 0) {
        raw = rd_kafka_topic_partition_list_new(Int32(capacity))
    }

    init(_ partitions: some Collection<TopicPartition>) {
        self.init(capacity: partitions.count)
        for partition in partitions {
            add(partition)
        }
    }

    init(_ offsets: some Collection<(key: TopicPartition, value: Int64)>) {
        self.init(capacity: offsets.count)
        for (partition, offset) in offsets {
            add(partition, offset: offset)
        }
    }

    deinit {
        rd_kafka_topic_partition_list_destroy(raw)
    }

    /// The metadata must be ASCII without zero bytes: anything else comes back from the broker as garbage.
    func add(_ partition: TopicPartition, offset: Int64? = nil, metadata: String? = nil) {
        let element = rd_kafka_topic_partition_list_add(raw, partition.topic, partition.partition)
        if let offset {
            element?.pointee.offset = offset
        }
        if let metadata, !metadata.isEmpty {
            element?.pointee.metadata = UnsafeMutableRawPointer(strdup(metadata))  // Freed with the list.
            element?.pointee.metadata_size = metadata.utf8.count
        }
    }

    /// The C list, for one call; it must not outlive `body`.
    borrowing func withRaw<Result>(
        _ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> Result
    ) -> Result {
        body(raw)
    }

    /// Goes through what a call has written into the list.
    borrowing func visit(_ body: (rd_kafka_topic_partition_t) throws(KafkaError) -> Void) throws(KafkaError) {
        for element in UnsafeBufferPointer(start: raw.pointee.elems, count: Int(raw.pointee.cnt)) {
            try body(element)
        }
    }
}

extension UnsafeMutablePointer<rd_kafka_topic_partition_list_t> {
    var topicPartitions: [TopicPartition] {
        UnsafeBufferPointer(start: pointee.elems, count: Int(pointee.cnt)).map(TopicPartition.init)
    }
}

extension TopicPartition {
    init(_ element: rd_kafka_topic_partition_t) {
        self.init(String(cString: element.topic), element.partition)
    }
}
