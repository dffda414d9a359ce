import Dispatch
import Foundation
import KafkaClient

/// A transaction on Apache Kafka that has written one record to each of some partitions, and waits to be committed.
struct OpenTransaction {
    let producer: TransactionalProducer
    private let member: Membership
    private let outcome = Watched<CommitOutcome?>(nil)
    private let gate = DispatchSemaphore(value: 0)

    /// Returns when the brokers have the records.
    init(_ value: String, in partitions: [TopicPartition]) throws {
        member = try Membership(partitions.map(\.topic), partitions: partitions.count)
        producer = try TransactionalProducer.started(partitions.map(\.topic))
        let reader = try LogReader(configuration: RealBroker.configuration)
        let before = try reader.watermarks(partitions)
        let batch = TransactionBatch(offsets: [.init(partitions[0], 0)], group: member.group) { [gate] writer in
            for partition in partitions { try writer.send(value, to: partition) }
            gate.wait()
        }
        producer.commit(batch) { [outcome] result in outcome.change { $0 = result } }
        while try reader.watermarks(partitions).contains(where: { $1.high == before[$0]?.high }) {
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    func commit() throws {
        gate.signal()
        try outcome.wait("commit") { $0?.isCommitted == true }
    }
}
