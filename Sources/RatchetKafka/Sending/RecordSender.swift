import Foundation
import KafkaClient
import Synchronization

/// Sends records one at a time and waits for each.
final class RecordSender: Sendable {
    /// What became of one record.
    private final class Delivery: Sendable {
        let result = Mutex<Result<Int64, KafkaError>?>(nil)
        let arrived = DispatchSemaphore(value: 0)
    }

    private let producer: IdempotentProducer

    init(configuration: ClientConfiguration) throws(KafkaError) {
        producer = try IdempotentProducer(configuration: configuration)
    }

    /// Blocks until Kafka has the record, or the producer has given it up.
    func send(_ record: OutgoingRecord) throws(KafkaError) {
        let delivery = Delivery()
        producer.send(record) { result in
            delivery.result.withLock { $0 = result }
            delivery.arrived.signal()
        }
        delivery.arrived.wait()
        guard case .failure(let error) = delivery.result.withLock({ $0 }) else { return }
        throw error
    }
}
