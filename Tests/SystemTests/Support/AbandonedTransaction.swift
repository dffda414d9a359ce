import Dispatch
import KafkaClient
import KafkaTestSupport
import RatchetKafka

/// A transaction whose producer has sent a record and does nothing more, as one that was killed.
///
/// The brokers would end it after ten minutes.
struct AbandonedTransaction: Sendable {
    private let id = uniqueName("outbox")
    private let topic: String
    private let client: ClientConfiguration
    private let producer: TransactionalProducer
    private let end = DispatchSemaphore(value: 0)

    /// Returns when the brokers have the record.
    init(in partition: TopicPartition, _ client: ClientConfiguration) async throws {
        topic = partition.topic
        self.client = client
        let producer = try Self.producer(id, client)
        self.producer = producer
        let member = try await blocking { [id] in
            try producer.start(topics: [partition.topic])
            return try GroupMember(of: id, topics: [partition.topic], client)
        }
        let reader = try LogReader(configuration: client)
        let before = try await blocking { try reader.watermarks([partition]) }
        let batch = TransactionBatch(offsets: [.init(partition, 0)], group: member.group) { [end] writer in
            try Array("{}".utf8).withUnsafeBytes { bytes in
                try writer.send(topic: partition.topic, partition: partition.partition, key: bytes, value: bytes)
            }
            end.wait()
            throw SupportError(.system, "abandoned")
        }
        producer.commit(batch) { _ in }
        try await eventually("the record of a transaction that stays open") {
            try await blocking { try reader.watermarks([partition]) } == before ? nil : true
        }
    }

    /// Starts a producer with the same transactional id, which ends the transaction.
    ///
    /// Blocks.
    func startItsProducerAgain() throws {
        let next = try Self.producer(id, client)
        defer { next.close() }
        try next.start(topics: [topic])
        end.signal()
    }

    private static func producer(_ id: String, _ client: ClientConfiguration) throws -> TransactionalProducer {
        var options = TransactionalProducer.Options()
        options.transactionTimeout = .seconds(600)
        return try TransactionalProducer(configuration: client, transactionalId: id, options: options)
    }
}
