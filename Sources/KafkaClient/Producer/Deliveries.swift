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
        let code = message.pointee.err
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            failures.wrappingAdd(1, ordering: .relaxed)
        }
        guard let opaque = message.pointee._private else {
            return
        }
        let waiter = Unmanaged<Waiter>.fromOpaque(opaque).takeRetainedValue()
        if code == RD_KAFKA_RESP_ERR_NO_ERROR {
            waiter.completion(.success(message.pointee.offset))
        } else {
            let reason = String(cString: rd_kafka_err2str(code))
            waiter.completion(.failure(KafkaError(code, "the record was not delivered: \(reason)")))
        }
    }
}
