import CRDKafka
import Synchronization

/// The producer's client and its topics.
///
/// `@unchecked Sendable`: everything but `status` is touched only on the producer's thread; delivery reports come on it
/// too, since librdkafka calls them from within poll, flush and commit.
final class TransactionCore: @unchecked Sendable {
    struct Status {
        var runningSince: ContinuousClock.Instant?
        var needsRecreation = false
    }

    let status = Mutex(Status())
    let isStopping = Atomic<Bool>(false)
    let options: TransactionalProducer.Options
    private let configuration: ClientConfiguration
    private let settings: ClientSettings
    private(set) var client: ClientHandle?
    private(set) var topics: ProducerTopics?
    private var warmTopics: [String] = []
    /// The first record of the running transaction that was not delivered.
    var deliveryError: KafkaError?
    private var onAppended: ((Int64) -> Void)?
    private var onPlaced: ((_ tag: Int, _ offset: Int64) -> Void)?

    init(
        _ configuration: ClientConfiguration,
        transactionalId: String,
        options: TransactionalProducer.Options
    ) throws(KafkaError) {
        self.configuration = configuration
        self.options = options
        settings = .transactional(id: transactionalId, options: options)
        try open()
    }

    func start(topics: [String]) -> KafkaError? {
        warmTopics = topics
        return started(by: nil)
    }

    func recreate() -> KafkaError? {
        discard()
        do {
            try open()
        } catch {
            return error
        }
        return started(by: ContinuousClock.now + options.recreationLimit)
    }

    func commit(_ batch: TransactionBatch) -> CommitOutcome {
        do {
            try batch.validate()
        } catch {
            return .aborted(error, reason: .invalid)
        }
        guard let client, let topics, !status.withLock({ $0.needsRecreation }) else {
            return .aborted(KafkaError(.closed, "the producer has to be recreated first"), reason: .producer)
        }
        status.withLock { $0.runningSince = .now }
        deliveryError = nil
        onAppended = batch.onAppended
        onPlaced = batch.onPlaced
        defer { (onAppended, onPlaced) = (nil, nil) }
        var run = TransactionRun(self, client)
        let (outcome, knownTopics) = run.commit(batch, topics: topics)
        // A topic may have come back with fewer partitions: the library would go on with the others for minutes.
        self.topics = outcome.isRefusal ? ProducerTopics(of: client) : knownTopics
        status.withLock { status in
            status.runningSince = nil
            status.needsRecreation = run.leavesDoubt
        }
        return outcome
    }

    /// Serves the client's callbacks while there is nothing to do.
    func idle() {
        if let client {
            rd_kafka_poll(client.raw, 0)
        }
    }

    private func open() throws(KafkaError) {
        let client = try ClientHandle(.producer, configuration, settings, delegate: self)
        self.client = client
        topics = ProducerTopics(of: client)
    }

    private func discard() {
        if let client {
            // What still waits to be sent belongs to a transaction that is over; without this, closing waits for it.
            rd_kafka_purge(client.raw, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
        }
        topics = nil
        client = nil
    }

    private func started(by end: ContinuousClock.Instant?) -> KafkaError? {
        guard let client else {
            return KafkaError(.closed, "the producer has no client", helpsToRetry: true)
        }
        do {
            try initialize(client, by: end)
            for name in warmTopics {
                try patiently(client, by: end) { [self] slice throws(KafkaError) in
                    _ = try topics?.topic(name, partition: nil, timeout: slice)
                }
            }
        } catch {
            rd_kafka_poll(client.raw, 0)
            status.withLock { $0.needsRecreation = true }
            return client.explained(error)
        }
        status.withLock { $0.needsRecreation = false }
        return nil
    }

    /// Resumable: after a retriable error the same call goes on where it was.
    private func initialize(_ client: ClientHandle, by end: ContinuousClock.Instant?) throws(KafkaError) {
        try patiently(client, by: end) { slice throws(KafkaError) in
            let error = rd_kafka_init_transactions(client.raw, slice.timeoutMilliseconds)
            try KafkaError.check(error, "the transactional producer cannot start")
        }
    }

    /// Repeats what may be repeated, up to a limit if there is one, in slices that are short enough to be stopped between.
    private func patiently(
        _ client: ClientHandle,
        by end: ContinuousClock.Instant?,
        _ call: (_ slice: Duration) throws(KafkaError) -> Void
    ) throws(KafkaError) {
        var told = ContinuousClock.now
        while true {
            guard !isStopping.load(ordering: .acquiring) else {
                throw KafkaError(.closed, "the producer is closed before it has started")
            }
            do {
                let rest = end.map { max(.milliseconds(1), ContinuousClock.now.duration(to: $0)) } ?? .seconds(1)
                return try call(min(rest, .seconds(1)))
            } catch  where error.helpsToRetry && end.map({ ContinuousClock.now < $0 }) ?? true {
                rd_kafka_poll(client.raw, 10)
                if ContinuousClock.now - told > .seconds(5) {
                    told = .now
                    options.onWait?(client.explained(error))
                }
            }
        }
    }
}

extension TransactionCore: ClientDelegate {
    func delivered(_ message: UnsafePointer<rd_kafka_message_t>) {
        let code = message.pointee.err
        let isOurDoing = code == RD_KAFKA_RESP_ERR__PURGE_QUEUE || code == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT
        guard !isOurDoing else {
            return
        }
        if let error = KafkaError(undelivered: message) {
            deliveryError = deliveryError ?? error
            return
        }
        let mark = DeliveryMark(message.pointee._private)
        if mark.isFirst {
            let timestamp = RecordTimestamp(of: message)
            if timestamp.kind == .appended { onAppended?(timestamp.milliseconds) }
        }
        if let tag = mark.tag, message.pointee.offset >= 0 {
            onPlaced?(tag, message.pointee.offset)
        }
    }
}
