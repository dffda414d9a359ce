import CRDKafka

/// Sends the records of one transaction.
///
/// Valid only within `TransactionBatch.write`, on its thread.
package final class TransactionWriter {
    private let client: ClientHandle
    private var topics: ProducerTopics
    private let timeout: Duration
    package private(set) var recordCount = 0

    init(_ client: ClientHandle, topics: ProducerTopics, timeout: Duration) {
        self.client = client
        self.topics = topics
        self.timeout = timeout
    }

    /// What was learned about topics, for the next transaction.
    var knownTopics: ProducerTopics {
        topics
    }

    /// Sends one record with at most one header; everything is copied before it returns.
    ///
    /// A nil partition is the one that Kafka's Java client gives the key (any, without a key); a nil value is a tombstone.
    ///
    /// - Parameters:
    ///   - topic: the name of an existing topic.
    ///   - partition: where to send it.
    ///   - key: decides the partition if that is nil.
    ///   - value: the content.
    ///   - header: the one header.
    ///   - tag: has `TransactionBatch.onPlaced` told where the record lies; at least 0.
    /// - Throws: `KafkaError` for a record over `message.max.bytes` or a partition that does not exist; let it out of
    ///   `write`, the transaction is to be aborted.
    package func send(
        topic: String,
        partition: Int32?,
        key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?,
        header: RecordHeader? = nil,
        tag: Int? = nil
    ) throws(KafkaError) {
        let handle = try topics.topic(topic, partition: partition, timeout: timeout)
        let opaque = DeliveryMark(isFirst: recordCount == 0, tag: tag).opaque
        let code = whileFull { Produce.record(client, handle, partition, key, value, header, opaque: opaque) }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let headers = header.map { [$0] } ?? []
            throw KafkaError(refusing: topic, code, key: key?.count, value: value?.count, headers: headers.map(\.size))
        }
        recordCount += 1
    }

    /// The same with any number of headers.
    package func send(
        topic: String,
        partition: Int32?,
        key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?,
        headers: [RecordHeader],
        tag: Int? = nil
    ) throws(KafkaError) {
        let handle = try topics.topic(topic, partition: partition, timeout: timeout)
        let opaque = DeliveryMark(isFirst: recordCount == 0, tag: tag).opaque
        let code = whileFull {
            Produce.record(client, handle, partition, key, value, headers: headers, opaque: opaque)
        }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw KafkaError(refusing: topic, code, key: key?.count, value: value?.count, headers: headers.map(\.size))
        }
        recordCount += 1
    }

    /// Waits while the queue to the brokers is full, as long as a record may take.
    private func whileFull(_ call: () -> rd_kafka_resp_err_t) -> rd_kafka_resp_err_t {
        var code = call()
        guard code == RD_KAFKA_RESP_ERR__QUEUE_FULL else {
            return code
        }
        let end = ContinuousClock.now + timeout
        while code == RD_KAFKA_RESP_ERR__QUEUE_FULL, ContinuousClock.now < end {
            rd_kafka_poll(client.raw, 10)
            code = call()
        }
        return code
    }
}
