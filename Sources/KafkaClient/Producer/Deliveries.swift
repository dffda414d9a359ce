import CRDKafka
import Synchronization

/// The delivery reports of an idempotent producer.
final class Deliveries: ClientDelegate {
    /// Travels with a record as its opaque pointer, retained until the report.
    final class Waiter: Sendable {
        let completion: @Sendable (Result<Int64, KafkaError>) -> Void

        init(_ completion: @escaping @Sendable (Result<Int64, KafkaError>) -> Void) {
            self.completion = completion
        }
    }

    let failures = Atomic<Int>(0)
    let isStopping = Atomic<Bool>(false)

    func delivered(_ message: UnsafePointer<rd_kafka_message_t>) {
        let failure = KafkaError(undelivered: message)
        if failure != nil {
            failures.wrappingAdd(1, ordering: .relaxed)
        }
        guard let opaque = message.pointee._private else {
            return
        }
        let waiter = Unmanaged<Waiter>.fromOpaque(opaque).takeRetainedValue()
        waiter.completion(failure.map(Result.failure) ?? .success(message.pointee.offset))
    }
}
