import KafkaClient
import KafkaTestSupport
import Testing

extension IdempotentProducer {
    /// Sends values `prefix0 …` to one partition and waits for their delivery.
    func send(_ count: Int, to partition: TopicPartition, prefix: String = "v") throws {
        for index in 0..<count {
            send(
                OutgoingRecord(
                    topic: partition.topic,
                    partition: partition.partition,
                    key: "k\(index)",
                    value: Array("\(prefix)\(index)".utf8)
                )
            )
        }
        try flush(timeout: .patience)
        #expect(failures == 0)
    }
}

extension TransactionWriter {
    func send(_ value: String, to partition: TopicPartition, tag: Int? = nil) throws {
        try Array(value.utf8).withUnsafeBytes { bytes throws in
            try send(topic: partition.topic, partition: partition.partition, key: bytes, value: bytes, tag: tag)
        }
    }
}

extension TransactionWriter {
    /// With a header of that size in place of the value, if it is not 0.
    func send(_ value: String, headerBytes: Int, to partition: TopicPartition) throws {
        guard headerBytes > 0 else {
            return try send(value, to: partition)
        }
        try [UInt8](repeating: 0, count: headerBytes).withUnsafeBytes { bytes throws in
            let header = RecordHeader("large", bytes)
            try send(topic: partition.topic, partition: partition.partition, key: nil, value: nil, header: header)
        }
    }
}

extension TransactionalProducer {
    /// Commits and waits for the outcome.
    func commit(_ batch: TransactionBatch) throws -> CommitOutcome {
        let outcome = Watched<CommitOutcome?>(nil)
        commit(batch) { result in outcome.change { $0 = result } }
        guard let result = try outcome.wait("outcome", until: { $0 != nil }) else {
            throw WaitedTooLong(description: "no outcome")
        }
        return result
    }
}

extension LogReader {
    func values(of topic: String, isolation: Isolation = .committed) throws -> [String] {
        var values: [String] = []
        try read(topic: topic, isolation: isolation, patience: .patience) { record in
            values.append(record.text)
        }
        return values
    }
}

extension ConsumedRecord {
    var text: String {
        value.map { String(decoding: $0, as: UTF8.self) } ?? "(tombstone)"
    }
}
