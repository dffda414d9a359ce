import Foundation
import KafkaClient
import Synchronization

/// Sends records to one topic, one at a time, and waits for each.
final class RecordSender: Sendable {
    /// What became of one record.
    private final class Delivery: Sendable {
        let result = Mutex<Result<Int64, KafkaError>?>(nil)
        let arrived = DispatchSemaphore(value: 0)
    }

    private let producer: IdempotentProducer
    private let reader: LogReader
    private let topic: String
    private let isTopicKnown = Atomic(false)

    init(configuration: ClientConfiguration, topic: String) throws(KafkaError) {
        producer = try IdempotentProducer(configuration: configuration)
        reader = try LogReader(configuration: configuration, requestTimeout: .seconds(10))
        self.topic = topic
    }

    /// Blocks until Kafka has the record, or the producer has given it up.
    func send(key: String, value: [UInt8]) throws(KafkaError) {
        if !isTopicKnown.load(ordering: .relaxed) {
            // A producer that asks for a topic makes the brokers create it, with a number of partitions of their own.
            _ = try reader.partitions(of: topic)
            isTopicKnown.store(true, ordering: .relaxed)
        }
        let delivery = Delivery()
        producer.send(OutgoingRecord(topic: topic, key: key, value: value)) { result in
            delivery.result.withLock { $0 = result }
            delivery.arrived.signal()
        }
        delivery.arrived.wait()
        guard case .failure(let error) = delivery.result.withLock({ $0 }) else { return }
        throw error
    }
}
