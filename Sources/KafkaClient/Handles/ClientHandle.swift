import CRDKafka

/// Owns an `rd_kafka_t`.
///
/// `@unchecked Sendable`: librdkafka allows every call on a client from any thread; the pointer never changes.
/// Whatever was taken from the client (messages, topics, queues) must be freed before it: those owners keep this one.
final class ClientHandle: @unchecked Sendable {
    enum Kind {
        case producer
        case consumer
    }

    let raw: OpaquePointer
    let callbacks: ClientCallbacks
    private let bootstrapServers: String

    /// Connects in the background; the delegate is not kept alive.
    ///
    /// Without a delegate nobody polls the client: it must not gather statistics and errors that nobody fetches.
    init(
        _ kind: Kind,
        _ configuration: ClientConfiguration,
        _ settings: ClientSettings,
        delegate: (any ClientDelegate)? = nil
    ) throws(KafkaError) {
        var configuration = configuration
        if delegate == nil {
            configuration.onStatistics = nil
        }
        var conf = try ConfigurationHandle(settings.properties(for: configuration))
        let callbacks = ClientCallbacks(configuration, delegate: delegate)
        callbacks.register(on: conf.pointer, kind: kind)
        var reason = [CChar](repeating: 0, count: 512)
        let type = kind == .producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER
        guard let raw = rd_kafka_new(type, conf.pointer, &reason, reason.count) else {
            throw KafkaError(.configuration, "the Kafka client cannot be created: \(String(cBuffer: reason))")
        }
        conf.release()
        self.raw = raw
        self.callbacks = callbacks
        bootstrapServers = configuration.bootstrapServers
        if kind == .consumer {
            rd_kafka_poll_set_consumer(raw)
        }
    }

    deinit {
        // Whoever polled a consumer has closed it. To close it here would wait for ever for the answer to a rebalance.
        rd_kafka_destroy_flags(raw, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    /// Says with an error why no broker answers, or at least which were asked: a bare time-out helps nobody.
    func explained(_ error: KafkaError) -> KafkaError {
        guard error.code.isConnectionTrouble else {
            return error
        }
        let silence = KafkaError(.timedOut, "no answer, and no reason yet, from \(bootstrapServers)")
        return error.caused(by: callbacks.lastConnectionError ?? error.cause ?? silence)
    }

    /// Of a consumer: returns when what the last assignment has stopped is stopped.
    ///
    /// librdkafka 2.0.2 aborts the process (`rktp_started`) when a partition is to be stopped again before. Stops are done by
    /// the library's main thread, and this question is answered by it, behind them.
    func awaitStops() {
        for _ in 0..<3 {
            var assigned: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
            if rd_kafka_assignment(raw, &assigned) == RD_KAFKA_RESP_ERR_NO_ERROR, let assigned {
                rd_kafka_topic_partition_list_destroy(assigned)
            }
        }
    }

    /// The error that made this client useless, if one did.
    var fatalError: KafkaError? {
        var reason = [CChar](repeating: 0, count: 512)
        let code = rd_kafka_fatal_error(raw, &reason, reason.count)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else {
            return nil
        }
        return KafkaError(KafkaError.Code(code), String(cBuffer: reason), isFatal: true)
    }
}
