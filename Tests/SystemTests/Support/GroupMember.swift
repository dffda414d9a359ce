import Foundation
import KafkaClient
import KafkaTestSupport
import RatchetKafka
import Synchronization

/// A member of a group that is no executor, to commit under its membership.
struct GroupMember: Sendable {
    let partitions: [TopicPartition]
    let group: GroupMetadata
    /// The membership ends with it.
    private let consumer: Consumer

    /// Joins, and waits for its partitions.
    ///
    /// Blocks.
    init(of group: String, topics: [String], _ client: ClientConfiguration) throws {
        let handler = Handler()
        consumer = try Consumer(configuration: client, group: group, topics: topics, handler: handler)
        (partitions, self.group) = try handler.wait()
    }

    private final class Handler: ConsumerHandler {
        private let membership = Mutex<([TopicPartition], GroupMetadata)?>(nil)
        private let isAssigned = DispatchSemaphore(value: 0)

        func assigned(_ partitions: [TopicPartition], group: GroupMetadata) {
            membership.withLock { $0 = (partitions, group) }
            isAssigned.signal()
        }

        func wait() throws -> ([TopicPartition], GroupMetadata) {
            _ = isAssigned.wait(timeout: .now() + 60)
            guard let membership = membership.withLock({ $0 }) else {
                throw SupportError(.timedOut, "the group gives nothing")
            }
            return membership
        }

        func revoked(_ partitions: [TopicPartition], done: @escaping @Sendable () -> Void) { done() }

        func lost(_ partitions: [TopicPartition]) {}

        func received(_ batch: [ConsumerEvent]) {}

        func failed(_ error: KafkaError) {}
    }
}

/// A transaction of which something can be done while it is open.
struct OpenTransaction: Sendable {
    private let producer: TransactionalProducer
    private let member: GroupMember

    /// Blocks.
    init(of group: String, topics: [String], _ client: ClientConfiguration) throws {
        member = try GroupMember(of: group, topics: topics, client)
        producer = try TransactionalProducer(configuration: client, transactionalId: uniqueName("transaction"))
        try producer.start(topics: topics)
    }

    /// Commits the group's offsets at the ends of its partitions.
    ///
    /// Blocks.
    func skipToTheEnds(_ client: ClientConfiguration) throws {
        let ends = try LogReader(configuration: client).watermarks(member.partitions)
        let offsets = ends.map { TransactionBatch.Offset($0.key, $0.value.high) }
        guard case .committed = commit(offsets, { _ in }) else {
            throw SupportError(.system, "the group was not moved to the ends")
        }
    }

    /// Sends a record, calls `body` while it is neither committed nor aborted, and aborts.
    func holding(_ topic: String, _ body: @Sendable () async throws -> Void) async throws {
        let (isOpen, opened) = AsyncStream.makeStream(of: Void.self)
        let done = DispatchSemaphore(value: 0)
        async let outcome = blocking { [self] in
            commit([.init(member.partitions[0], 0)]) { writer in
                try Array("open".utf8).withUnsafeBytes { bytes in
                    try writer.send(topic: topic, partition: 0, key: bytes, value: bytes)
                }
                opened.finish()
                _ = done.wait(timeout: .now() + 60)
                throw SupportError(.system, "aborted on purpose")
            }
        }
        for await _ in isOpen {}
        defer { done.signal() }
        try await body()
        done.signal()
        guard case .aborted(_, .write) = try await outcome else {
            throw SupportError(.system, "the transaction was not aborted by its writer")
        }
    }

    private func commit(
        _ offsets: [TransactionBatch.Offset],
        _ write: @escaping @Sendable (TransactionWriter) throws -> Void
    ) -> CommitOutcome {
        let result = Promised<CommitOutcome>()
        producer.commit(TransactionBatch(offsets: offsets, group: member.group, write: write)) { result.give($0) }
        return result.wait()
    }
}

/// Turns a completion into a blocking call.
private final class Promised<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let isGiven = DispatchSemaphore(value: 0)

    func give(_ value: Value) {
        self.value.withLock { $0 = value }
        isGiven.signal()
    }

    func wait() -> Value {
        while true {
            isGiven.wait()
            if let value = value.withLock({ $0 }) { return value }
        }
    }
}
