import KafkaClient
import RatchetEngine
import Synchronization

/// The transactional producers, and what their outcomes mean to the engine.
final class Committers: Sendable {
    private let producers: [TransactionalProducer]
    private let writers: [BatchWriter]
    private let names: [String]
    private let offsetTopics: [String]
    private let leases: Leases
    private let post: @Sendable (EngineEvent) -> Void
    private let report: @Sendable (Report) -> Void
    private let onFenced: @Sendable (_ lease: Int) -> Void
    private let health: HealthMonitor
    /// Nil where the broker's time is none.
    private let clock: ClockCheck?
    private let watchdog: CommitWatchdog
    private let isClosed = Atomic<Bool>(false)

    /// A transaction takes some milliseconds; one that takes this long waits for brokers that are away.
    private static let slow: Duration = .seconds(5)

    init(
        _ settings: ExecutorSettings,
        executor: String,
        leases: Leases,
        health: HealthMonitor,
        post: @escaping @Sendable (EngineEvent) -> Void,
        report: @escaping @Sendable (Report) -> Void,
        onFenced: @escaping @Sendable (_ lease: Int) -> Void,
        onHang: @escaping @Sendable () -> Void
    ) throws {
        var options = TransactionalProducer.Options()
        options.transactionTimeout = settings.transactionTimeout
        options.messageTimeout = max(settings.transactionTimeout - .seconds(1), .seconds(1))
        options.onWait = { error in
            report(Report(.warning, "A producer waits for its coordinator", ["error": "\(error)"]))
        }
        producers = try (0..<settings.producers).map { number in
            try TransactionalProducer(
                configuration: settings.cluster,
                transactionalId: "\(settings.group)-\(executor)-\(number)",
                options: options
            )
        }
        // The broker has ended the transaction long before: what is still open then is a call that hangs.
        watchdog = CommitWatchdog(
            { [producers] in producers.compactMap(\.runningSince).min() },
            limit: max(.seconds(60), settings.transactionTimeout * 4),
            report: report,
            onLook: { age in
                if let age, age > Self.slow {
                    health.raise(.transaction, "a transaction takes more than \(Self.slow)")
                } else {
                    health.clear(.transaction)
                }
            },
            end: onHang
        )
        writers = producers.map { _ in BatchWriter(settings.layout) }
        names = [Topic.steps, .checkpoints, .dead, .mail, .notifications].map { settings.layout.name(of: $0) }
        offsetTopics = Inbox.allCases.map { settings.layout.name(of: $0.topic) }
        self.leases = leases
        self.health = health
        clock = settings.isEmbedded ? nil : ClockCheck(health: health, report: report)
        self.post = post
        self.report = report
        self.onFenced = onFenced
    }

    /// All are warm before any work is taken: the first transaction of a producer takes some tenths of a second.
    ///
    /// Waits for their coordinators as long as it takes. Throws what the first of them throws that never will start; the
    /// others do not go on waiting then.
    func start() async throws {
        try await withThrowingTaskGroup { group in
            for producer in producers {
                group.addTask { [names] in try await producer.start(topics: names) }
            }
            do {
                while try await group.next() != nil {}
            } catch {
                // The group waits for all of its tasks.
                abandonStart()
                throw error
            }
        }
        watchdog.start()
        health.clear(.start)
    }

    /// Ends a start that waits.
    func abandonStart() {
        for producer in producers { producer.stopWaiting() }
    }

    func close() {
        isClosed.store(true, ordering: .releasing)
        // Watched to the end: a producer whose transaction hangs cannot be closed.
        for producer in producers { producer.close() }
        watchdog.stop()
    }

    func commit(_ batch: Batch) {
        guard let group = leases[batch.lease] else {
            post(.batchEnded(id: batch.id, .aborted(.fenced)))
            return
        }
        let producer = producers[batch.producer]
        let writer = writers[batch.producer]
        let begun = SystemClock.now
        let places = CheckpointPlaces()
        let transaction = TransactionBatch(offsets: offsets(batch), group: group) { [clock] appended in
            clock?.compare(appended: appended, after: begun, before: SystemClock.now)
        } onPlaced: { tag, offset in
            places.found(tag, at: offset)
        } write: { records in
            for part in batch.parts { try writer.write(part, to: records, places) }
        }
        producer.commit(transaction) { [self] outcome in
            tell(outcome)
            let meaning = BatchOutcome(outcome)
            if meaning == .aborted(.fenced) { onFenced(batch.lease) }
            let found = meaning == .committed ? places.all : []
            end(producer, batch.producer, .batchEnded(id: batch.id, meaning, places: found))
        }
    }

    private func tell(_ outcome: CommitOutcome) {
        if let line = outcome.report { report(line) }
        switch outcome {
        case .committed: health.committed()
        case .aborted(_, .generation): break
        case .aborted(let error, let reason): if !reason.isOfTheRecords { health.failedToCommit(error) }
        case .unknown(let error): health.failedToCommit(error)
        }
    }

    private func offsets(_ batch: Batch) -> [TransactionBatch.Offset] {
        batch.parts.flatMap { part in
            Inbox.allCases.compactMap { inbox in
                part.offsets[inbox].map { offset in
                    TransactionBatch.Offset(
                        TopicPartition(offsetTopics[inbox.rawValue], part.partition),
                        offset,
                        metadata: inbox == .steps ? part.mark.metadata : ""
                    )
                }
            }
        }
    }

    /// A producer that is in doubt is made anew before its batch counts as ended, so that nothing of it is open any more.
    private func end(_ producer: TransactionalProducer, _ number: Int, _ event: EngineEvent) {
        guard producer.needsRecreation, !isClosed.load(ordering: .acquiring) else { return post(event) }
        producer.recreate { [self] error in
            if let error {
                report(Report(.warning, "A producer cannot be made anew yet", ["error": "\(error)"]))
                health.raise(.producer(number), "a producer cannot be made anew: \(error)")
                Pause.brief()
                end(producer, number, event)
            } else {
                report(Report(.info, "A producer was made anew"))
                health.clear(.producer(number))
                post(event)
            }
        }
    }
}

extension TransactionalProducer {
    fileprivate func start(topics: [String]) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            start(topics: topics) { error in done.resume(with: error.map { .failure($0) } ?? .success(())) }
        }
    }
}

extension CommitOutcome {
    /// The one line about it; nil after a commit.
    var report: Report? {
        switch self {
        case .committed: nil
        case .aborted(let error, .generation):
            Report(.info, "The group has moved on: a commit was refused", ["error": "\(error)"])
        case .aborted(let error, _): Report(.warning, "A transaction did not commit", ["error": "\(error)"])
        case .unknown(let error):
            Report(.warning, "The outcome of a commit is unknown; asking the group", ["error": "\(error)"])
        }
    }
}

extension BatchOutcome {
    init(_ outcome: CommitOutcome) {
        self =
            switch outcome {
            case .committed: .committed
            case .unknown: .unknown
            case .aborted(_, .generation): .aborted(.fenced)
            case .aborted(let error, let reason):
                .aborted(reason.fault.map { .refused("\(error.refusal)", $0) } ?? .transient("\(error)"))
            }
    }
}

extension CommitOutcome.AbortReason {
    /// What is wrong with a record; nil when it is none of them.
    fileprivate var fault: AbortReason.Fault? {
        switch self {
        case .tooLarge: .size
        case .timestamp: .clock
        case .refused, .write: .target
        case .generation, .invalid, .timedOut, .producer, .other: nil
        }
    }
}

extension KafkaError {
    /// What a person has to know of a record that is refused: the cause, without what it led to.
    fileprivate var refusal: KafkaError { root.code.isOfTheRecord ? root : self }
}
