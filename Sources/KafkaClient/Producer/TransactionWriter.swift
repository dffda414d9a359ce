import CRDKafka

/// Sends the records of one transaction.
///
/// Valid only within `TransactionBatch.write`, on its thread.
package final class TransactionWriter {
    private let client: ClientHandle
    private var topics: ProducerTopics
    private let sizes: RecordSize
    private let timeout: Duration
    package private(set) var recordCount = 0

    init(_ client: ClientHandle, topics: ProducerTopics, sizes: RecordSize, timeout: Duration) {
        self.client = client
        self.topics = topics
        self.sizes = sizes
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
    /// - Throws: `KafkaError` for a record over `message.max.bytes` or a partition that does not exist; let it out of
    ///   `write`, the transaction is to be aborted.
    package func send(
        topic: String,
        partition: Int32?,
        key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?,
        header: RecordHeader? = nil
    ) throws(KafkaError) {
        try sizes.check(
            topic,
            key: key?.count ?? 0,
            value: value?.count ?? 0,
            headers: header.map { $0.name.utf8.count + $0.value.count } ?? 0,
            headerCount: header == nil ? 0 : 1
        )
        let handle = try topics.topic(topic, partition: partition, timeout: timeout)
        try produce(topic) { Produce.record(client, handle, partition, key, value, header) }
    }

    /// The same with any number of headers.
    package func send(
        topic: String,
        partition: Int32?,
        key: UnsafeRawBufferPointer?,
        value: UnsafeRawBufferPointer?,
        headers: [RecordHeader]
    ) throws(KafkaError) {
        try sizes.check(
            topic,
            key: key?.count ?? 0,
            value: value?.count ?? 0,
            headers: headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.count },
            headerCount: headers.count
        )
        let handle = try topics.topic(topic, partition: partition, timeout: timeout)
        try produce(topic) { Produce.record(client, handle, partition, key, value, headers: headers) }
    }

    /// Waits while the queue to the brokers is full, as long as a record may take.
    private func produce(_ topic: String, _ call: () -> rd_kafka_resp_err_t) throws(KafkaError) {
        let end = ContinuousClock.now + timeout
        while true {
            let code = call()
            if code == RD_KAFKA_RESP_ERR__QUEUE_FULL, ContinuousClock.now < end {
                rd_kafka_poll(client.raw, 10)
                continue
            }
            try KafkaError.check(code, "a record for \(topic) cannot be sent")
            recordCount += 1
            return
        }
    }
}
