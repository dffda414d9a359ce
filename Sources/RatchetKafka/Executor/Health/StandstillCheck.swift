import KafkaClient
import RatchetEngine
import RatchetThreads
import Synchronization

/// Looks every few seconds whether a transaction that somebody left open holds up a partition of this executor.
///
/// On a thread of its own: it asks the brokers.
final class StandstillCheck: Sendable {
    private struct State {
        /// The numbers of this executor's partitions.
        var owned: Set<Int32> = []
        var watch: StandstillWatch
        /// What is known of each that stands still.
        var standing: [TopicPartition: Standstill] = [:]
    }

    private let reader: LogReader
    private let topics: [String]
    private let health: HealthMonitor
    private let report: @Sendable (Report) -> Void
    private let state: Mutex<State>
    private let thread = Mutex<SerialThread?>(nil)

    private static let interval: Duration = .seconds(2)
    /// For an answer of the brokers.
    private static let timeout: Duration = .seconds(2)
    /// The most that are told of at once, each with a line and a look at its record.
    private static let limit = 10

    init(
        _ settings: ExecutorSettings,
        reader: LogReader,
        health: HealthMonitor,
        report: @escaping @Sendable (Report) -> Void
    ) {
        self.reader = reader
        self.health = health
        self.report = report
        topics = Self.topics.map { settings.layout.name(of: $0) }
        let patience = StandstillPatience(
            prefix: settings.layout.prefix,
            transactionTimeout: settings.transactionTimeout
        )
        state = Mutex(State(watch: StandstillWatch(patience: patience.callAsFunction)))
    }

    /// Those that an executor reads: all but the last while it owns a partition, the last before that and for runs that
    /// have waited.
    private static let topics: [Topic] = [.triggers, .steps, .commands, .mail, .checkpoints]

    func start() {
        let thread = SerialThread(name: "ratchet-still", idlePeriod: Self.interval) { [weak self] in self?.look() }
        self.thread.withLock { $0 = thread }
    }

    func close() { thread.withLock { $0.take() }?.stop() }

    /// Learns from what the engine is told which partitions this executor has.
    func hear(_ event: EngineEvent) {
        switch event {
        case .assigned(_, let numbers): state.withLock { $0.owned = Set(numbers) }
        case .revoked(let numbers), .lost(let numbers): state.withLock { $0.owned.subtract(numbers) }
        default: break
        }
    }

    private func look() {
        let owned = state.withLock { $0.owned }.sorted()
        let partitions = topics.flatMap { topic in owned.map { TopicPartition(topic, $0) } }
        // Brokers that do not answer are told of by others.
        guard let open = try? reader.openTransactions(in: partitions, timeout: Self.timeout) else { return }
        let news = state.withLock { $0.watch.look(open, in: partitions, at: SystemClock.now.uptime) }
        let began = news.began.sorted { $0.key < $1.key }
        let known = began.prefix(Self.limit).map { reader.standstill(at: $0.value, of: $0.key) }
        for standstill in known { report(.standstill(standstill)) }
        if began.count > known.count { report(.moreStandstills(began.count - known.count)) }
        for partition in news.ended { report(.goesOn(partition)) }
        raise(known)
    }

    private func raise(_ known: [Standstill]) {
        let standing = state.withLock { state in
            let offsets = state.watch.standing
            for standstill in known { state.standing[standstill.partition] = standstill }
            state.standing = state.standing.filter { offsets[$0.key] == $0.value.offset }
            return offsets.map { state.standing[$0.key] ?? Standstill($0.key, offset: $0.value, since: nil) }
        }
        guard !standing.isEmpty else { return health.clear(.standstill) }
        let now = SystemClock.now.wall
        let places = standing.sorted { $0.partition < $1.partition }
        let words = places.prefix(3).map { $0.words(at: now) }.joined(separator: "; ")
        health.raise(.standstill, places.count > 3 ? "\(words); and \(places.count - 3) others" : words)
    }
}

extension Report {
    fileprivate static func standstill(_ standstill: Standstill) -> Report {
        var facts = [
            "topic": standstill.partition.topic, "partition": "\(standstill.partition.partition)",
            "offset": "\(standstill.offset)", "advice": Standstill.advice,
        ]
        facts["since"] = standstill.startText
        return Report(.error, "A partition stands still: somebody's transaction is open there", facts)
    }

    fileprivate static func moreStandstills(_ count: Int) -> Report {
        Report(.error, "More partitions stand still", ["count": "\(count)"])
    }

    fileprivate static func goesOn(_ partition: TopicPartition) -> Report {
        Report(
            .info,
            "A partition goes on: the transaction that was open there is over",
            ["topic": partition.topic, "partition": "\(partition.partition)"]
        )
    }
}
