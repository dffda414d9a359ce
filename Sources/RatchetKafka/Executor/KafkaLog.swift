import Foundation
import KafkaClient
import RatchetEngine
import RatchetThreads
import Synchronization

/// The log on Apache Kafka: carries out what the engine asks, on threads that may block.
final class KafkaLog: Log {
    private let settings: ExecutorSettings
    private let executor: String
    private let triggers: TriggerDecoder
    private let report: @Sendable (Report) -> Void
    private let health: HealthMonitor
    private let onHang: @Sendable () -> Void
    private let leases = Leases()
    private let starting = Mutex(Starting())
    private let parts = Mutex<Parts?>(nil)
    /// Why it had to end.
    private let refusal = Mutex<SettingRefused?>(nil)

    private struct Starting {
        var committers: Committers?
        var isAbandoned = false
    }

    /// What exists once the log has started.
    private struct Parts: Sendable {
        let committers: Committers
        let questions: Questions
        let standstills: StandstillCheck
        let handler: InboxHandler
        let post: @Sendable (EngineEvent) -> Void
        var consumer: Consumer
        /// The consumer is being replaced.
        var isJoining = false
    }

    init(
        _ settings: ExecutorSettings,
        executor: String,
        triggers: TriggerDecoder,
        health: HealthMonitor,
        report: @escaping @Sendable (Report) -> Void,
        onHang: @escaping @Sendable () -> Void = CommitWatchdog.endProcess
    ) {
        self.settings = settings
        self.executor = executor
        self.triggers = triggers
        self.health = health
        self.report = report
        self.onHang = onHang
    }

    func start(_ post: @escaping @Sendable (EngineEvent) -> Void) async throws {
        let committers = try Committers(
            settings,
            executor: executor,
            leases: leases,
            health: health,
            post: post,
            report: report,
            onFenced: { [weak self] in self?.fenced($0) },
            onHang: onHang
        )
        try await start(committers)
        let reader = try LogReader(configuration: settings.cluster)
        let standstills = StandstillCheck(settings, reader: reader, health: health, report: report)
        let tell: @Sendable (EngineEvent) -> Void = { event in
            standstills.hear(event)
            post(event)
        }
        let questions = Questions(
            reader: reader,
            layout: settings.layout,
            group: settings.group,
            post: post,
            report: report
        )
        let handler = InboxHandler(
            layout: settings.layout,
            triggers: triggers,
            leases: leases,
            health: health,
            post: tell,
            report: report,
            onFatal: { [weak self] in self?.consumerFailed($0) }
        )
        // Under the lock, so that what the first events ask for finds the consumer.
        try parts.withLock { parts in
            parts = Parts(
                committers: committers,
                questions: questions,
                standstills: standstills,
                handler: handler,
                post: tell,
                consumer: try join(handler)
            )
        }
        // The mock cluster knows nothing of open transactions.
        if !settings.isEmbedded { standstills.start() }
    }

    /// Nobody joins the group whose producers have not started.
    private func start(_ committers: Committers) async throws {
        let isAbandoned = starting.withLock { starting in
            starting.committers = committers
            return starting.isAbandoned
        }
        if isAbandoned { committers.abandonStart() }
        defer { starting.withLock { $0.committers = nil } }
        do {
            try await committers.start()
        } catch {
            try await blocking { committers.close() }
            if starting.withLock({ $0.isAbandoned }) { throw CancellationError() }
            guard let code = (error as? KafkaError)?.root.code else { throw error }
            throw try await blocking { [settings] in SettingRefused(code, settings) } ?? error
        }
    }

    func abandonStart() {
        starting.withLock { starting in
            starting.isAbandoned = true
            return starting.committers
        }?.abandonStart()
    }

    func carryOut(_ effect: LogEffect) {
        guard let parts = parts.withLock({ $0 }) else { return }
        switch effect {
        case .readCommitted(let purpose, let partition): parts.questions.committed(purpose, partition)
        case .readEnds(let opening, let partition): parts.questions.ends(opening, partition)
        case .readTable(let opening, let partition, let ends): parts.questions.table(opening, partition, upTo: ends)
        case .fetch(let opening, let partition, let offsets): parts.questions.fetch(opening, partition, offsets)
        case .consume(let opening, let partition, let offsets, let mail):
            consume(opening, partition, offsets, mail, parts)
        case .pause(let partition): parts.consumer.pause(intake(of: partition))
        case .resume(let partition): parts.consumer.resume(intake(of: partition))
        case .commit(let batch): parts.committers.commit(batch)
        case .release: leases.release()
        case .leave: leave(parts)
        }
    }

    func close() async {
        let parts = parts.withLock { parts in
            defer { parts = nil }
            return parts
        }
        guard let parts else { return }
        try? await blocking {
            parts.consumer.close()
            parts.standstills.close()
            parts.questions.close()
            parts.committers.close()
        }
    }

    private func consume(
        _ opening: Int,
        _ partition: Int32,
        _ offsets: [Inbox: Int64],
        _ mail: Int64,
        _ parts: Parts
    ) {
        let layout = settings.layout
        var places = [TopicPartition(layout.name(of: .mail), partition): mail]
        for (inbox, offset) in offsets { places[TopicPartition(layout.name(of: inbox.topic), partition)] = offset }
        parts.consumer.read(from: places) {
            parts.handler.begin(opening, of: partition)
        }
    }

    /// Commands and mail go on being heard: to end a run is what helps when all is full.
    private func intake(of partition: Int32) -> [TopicPartition] {
        [Topic.triggers, .steps].map { TopicPartition(settings.layout.name(of: $0), partition) }
    }

    private func join(_ handler: InboxHandler) throws -> Consumer {
        var options = Consumer.Options()
        options.sessionTimeout = settings.sessionTimeout
        options.heartbeatInterval = min(.seconds(1), settings.sessionTimeout / 3)
        options.revocationLimit += settings.revocationPatience
        options.companions = [settings.layout.name(of: .mail)]
        return try Consumer(
            configuration: settings.cluster,
            group: settings.group,
            topics: Inbox.allCases.map { settings.layout.name(of: $0.topic) },
            options: options,
            handler: handler
        )
    }

    /// The group refused a commit: it has given the partitions to others, or is about to, and tells so.
    ///
    /// Should it never tell, the lease would be held for ever without a use.
    private func fenced(_ lease: Int) {
        guard leases.fence(lease) else { return }
        let limit = ContinuousClock.now + settings.sessionTimeout
        NamedThread.start("ratchet-fenced") { [weak self] in
            while ContinuousClock.now < limit {
                Pause.brief()
                guard let leases = self?.leases, leases[lease] != nil else { return }
            }
            guard let self, isOpen else { return }
            report(Report(.warning, "The group refuses commits and gives no new partitions: it is joined anew"))
            joinAnew()
        }
    }

    private var isOpen: Bool { parts.withLock { $0 != nil } }

    private func consumerFailed(_ error: KafkaError) {
        guard !error.isFatal else { return joinAnew() }
        NamedThread.start("ratchet-refused") { [weak self] in
            guard let self, let refused = SettingRefused(error.code, settings) else { return }
            let isFirst = refusal.withLock { refusal in
                defer { refusal = refused }
                return refusal == nil
            }
            if isFirst { parts.withLock { $0 }?.post(.stop) }
        }
    }

    /// Throws why it had to end, if it had to.
    func checkRefusal() throws(SettingRefused) {
        if let refused = refusal.withLock({ $0 }) { throw refused }
    }

    /// A consumer that failed for good, or that the group has forgotten, is replaced by another member: once, whatever
    /// else it reports on its way out.
    func joinAnew() {
        let joining = parts.withLock { parts -> Parts? in
            guard let present = parts, !present.isJoining else { return nil }
            parts?.isJoining = true
            return present
        }
        guard let joining else { return }
        health.raise(.group, "the group is joined anew")
        leases.removeAll()
        joining.post(.lost((0..<Int32(settings.layout.partitions)).map { $0 }))
        NamedThread.start("ratchet-join") { [self] in
            joining.consumer.close()
            repeat { Pause.brief() } while isOpen && !joined(joining.handler)
        }
    }

    private func joined(_ handler: InboxHandler) -> Bool {
        do {
            let consumer = try join(handler)
            parts.withLock { parts in
                parts?.consumer = consumer
                parts?.isJoining = false
            }
            return true
        } catch {
            report(Report(.error, "The group cannot be joined anew", ["error": "\(error)"]))
            return false
        }
    }

    private func leave(_ parts: Parts) {
        NamedThread.start("ratchet-leave") {
            parts.consumer.close()
            parts.post(.left)
        }
    }
}
