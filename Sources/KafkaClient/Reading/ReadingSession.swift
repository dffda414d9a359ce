import CRDKafka

/// A client that fetches given partitions.
///
/// `@unchecked Sendable`: used by one thread at a time.
final class ReadingSession: @unchecked Sendable {
    private let client: ClientHandle
    /// Kept for as long as their leaders are to be known.
    private let topics: [TopicHandle]
    private var names = TopicNames()

    init(
        _ reader: LogReader,
        _ isolation: LogReader.Isolation,
        from offsets: [TopicPartition: Int64]
    ) throws(KafkaError) {
        let client = try ClientHandle(.consumer, reader.configuration, .reader(isolation))
        self.client = client
        topics = try Set(offsets.keys.map(\.topic)).map { topic throws(KafkaError) in
            let handle = try TopicHandle(topic, of: client)
            // The library looks for leaders that it does not know once a second. What fails here fails below, too.
            _ = try? handle.partitionCount(timeout: .seconds(1))
            return handle
        }
        try read(from: offsets)
    }

    /// For single records: reads nothing yet.
    init(forRecordsOf reader: LogReader) throws(KafkaError) {
        client = try ClientHandle(.consumer, reader.configuration, .recordReader)
        topics = []
    }

    /// Reads these partitions from here on, and nothing else any more.
    func read(from offsets: [TopicPartition: Int64]) throws(KafkaError) {
        client.awaitStops()
        let list = PartitionList(offsets)
        try KafkaError.check(list.withRaw { rd_kafka_assign(client.raw, $0) }, "the partitions cannot be read")
        names.removeAll()
    }

    /// Reads nothing any more, and lets go of what was fetched.
    func rest() throws(KafkaError) {
        try read(from: [:])
        client.awaitStops()
        rd_kafka_consumer_poll(client.raw, 0).map(rd_kafka_message_destroy)
    }

    /// The next record or end; nil if none came.
    ///
    /// What passes by itself is waited out.
    func next(wait: Duration) throws(KafkaError) -> ConsumerEvent? {
        guard let message = rd_kafka_consumer_poll(client.raw, wait.timeoutMilliseconds) else {
            return nil
        }
        let code = message.pointee.err
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else {
            return .record(ConsumedRecord(message, topic: names.name(of: message.pointee.rkt), client: client))
        }
        defer { rd_kafka_message_destroy(message) }
        if code == RD_KAFKA_RESP_ERR__PARTITION_EOF {
            let partition = TopicPartition(names.name(of: message.pointee.rkt), message.pointee.partition)
            return .end(of: partition, offset: message.pointee.offset)
        }
        let text = rd_kafka_message_errstr(message).map { String(cString: $0) } ?? "the partition cannot be read"
        let error = KafkaError(code, text)
        guard error.helpsToRetry else {
            throw client.explained(error)
        }
        return nil
    }

    func explained(_ error: KafkaError) -> KafkaError {
        client.explained(error)
    }

    func close() {
        rd_kafka_consumer_close(client.raw)
    }
}
