import CRDKafka

/// Owns a reference to one of a client's queues, and keeps the client.
///
/// `@unchecked Sendable`: librdkafka's queues may be used from any thread, the pointer never changes.
final class QueueHandle: @unchecked Sendable {
    let raw: OpaquePointer
    private let client: ClientHandle

    /// A new queue, for the answers to requests.
    init(of client: ClientHandle) {
        raw = rd_kafka_queue_new(client.raw)
        self.client = client
    }

    /// The queue that `rd_kafka_consumer_poll` reads; nil if the client is not a consumer.
    init?(consumerOf client: ClientHandle) {
        guard let raw = rd_kafka_queue_get_consumer(client.raw) else {
            return nil
        }
        self.raw = raw
        self.client = client
    }

    deinit {
        rd_kafka_queue_destroy(raw)
    }

    /// Makes the thread that polls the queue return, now or at its next poll.
    func yield() {
        rd_kafka_queue_yield(raw)
    }
}
