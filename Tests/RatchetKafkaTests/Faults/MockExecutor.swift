import KafkaClient
import KafkaTestSupport
import Ratchet
import RatchetEngine
import Synchronization

@testable import RatchetKafka

/// An executor on a mock cluster of its own, and the means to make its requests fail.
final class MockExecutor: Sendable {
    let cluster: MockCluster
    let log: RecordingLog
    let gate = Gate()
    private let outcome = Outcome()
    private let executor: Executor
    private let monitor: HealthMonitor
    private let layout: TopicLayout
    private let client: ClientConfiguration
    /// Made when it is needed: it asks for a producer id too, and an error may not be for it.
    private let producer = Mutex<IdempotentProducer?>(nil)
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(isRunning: Bool = true, refusalRest: Milliseconds? = nil) throws {
        let cluster = try MockCluster()
        let layout = try TopicLayout(partitions: 1, replicationFactor: 1)
        for topic in layout.specifications { try cluster.createTopic(topic.name, partitions: 1) }
        try cluster.createTopic(GatedJob.output, partitions: 1)
        // The mock takes a member for dead that waits for its group to form, and then never answers it: it waits 3 s for
        // the first members, later as long as their session. What is not answered is asked again after this interval.
        let client = ClientConfiguration(
            bootstrapServers: cluster.bootstrapServers,
            properties: ["log_level": "0", "max.poll.interval.ms": "12000"]
        )
        var settings = ExecutorSettings(cluster: client, layout: layout, group: "g")
        settings.sessionTimeout = .seconds(10)
        settings.producers = 2
        settings.isEmbedded = true
        let jobs = try Jobs().adding { [gate] in GatedJob(gate: gate) }.registered()
        let triggers = TriggerDecoder(jobs: Dictionary(uniqueKeysWithValues: jobs.map { ($0.name, $0) }))
        let name = ExecutorSettings.newName()
        let reports = Reports()
        let health = HealthMonitor(report: reports.take)
        let log = RecordingLog(
            KafkaLog(
                settings,
                executor: name,
                triggers: triggers,
                health: health,
                report: reports.take,
                onHang: { [outcome] in outcome.state.withLock { $0.isHanging = true } }
            )
        )
        reports.log.withLock { $0 = log }
        var engine = settings.engine(executor: name)
        engine.refusalRest = refusalRest ?? engine.refusalRest
        let executor = Executor(
            configuration: engine,
            jobs: jobs,
            log: log,
            services: NoServices(),
            report: reports.take,
            onRefusals: health.refused
        )
        self.cluster = cluster
        self.layout = layout
        self.log = log
        monitor = health
        self.executor = executor
        self.client = client
        if isRunning { run() }
    }

    func run() {
        task.withLock { task in
            task = Task { [outcome, executor] in
                let result: Result<Executor.Ending, any Error>
                do {
                    result = .success(try await executor.run())
                } catch {
                    result = .failure(error)
                }
                outcome.state.withLock { $0.result = result }
            }
        }
    }

    /// Exists before the log that it belongs to.
    private final class Reports: Sendable {
        let log = Mutex<RecordingLog?>(nil)

        @Sendable func take(_ report: Report) { log.withLock { $0 }?.note(.report(report)) }
    }

    private final class Outcome: Sendable {
        struct State {
            var result: Result<Executor.Ending, any Error>?
            var isHanging = false
            var undelivered: [String: KafkaError] = [:]
        }

        let state = Mutex(State())
    }

    /// A transaction hangs, for which an executor's process ends: librdkafka waits without any limit, above all after
    /// the machine has stood still for some seconds.
    struct Hang: Error {}

    var health: Health { monitor.health }

    /// How it ended; nil while it runs.
    var ending: Result<Executor.Ending, any Error>? { outcome.state.withLock { $0.result } }

    /// Waits until it owns its partition.
    func waitUntilOwner() async throws {
        try await soon("an owner") {
            log.entries.contains { if case .owned = $0 { true } else { false } } ? true : nil
        }
    }

    /// Starts a run.
    func trigger(_ jobId: String) throws {
        try send(to: .triggers, key: jobId, #"{"job":"gated","id":"\#(jobId)"}"#)
    }

    /// Sends a record to the partition.
    func send(to topic: Topic, key: String, _ value: String) throws {
        let producer = try producer.withLock { present in
            let producer = try present ?? IdempotentProducer(configuration: client, messageTimeout: .patience)
            present = producer
            return producer
        }
        let record = OutgoingRecord(topic: layout.name(of: topic), partition: 0, key: key, value: Array(value.utf8))
        producer.send(record) { [outcome] result in
            guard case .failure(let error) = result else { return }
            outcome.state.withLock { $0.undelivered[key] = error }
        }
    }

    /// Starts a run and waits until its second step waits at the gate.
    func bringToGate(_ jobId: String) async throws {
        try trigger(jobId)
        try await soon("\(jobId) at the gate") {
            if let error = outcome.state.withLock({ $0.undelivered[jobId] }) { throw error }
            return gate.isAwaited(by: jobId) ? true : nil
        }
    }

    /// Waits until a run is over.
    @discardableResult
    func end(of jobId: String) async throws -> Checkpoint {
        try await soon("the end of \(jobId)") { log.committed.end(of: jobId) }
    }

    @discardableResult
    private func soon<Answer>(_ what: String, _ answer: () throws -> Answer?) async throws -> Answer {
        try await eventually("\(what): \(log.entries.suffix(20))", askingEvery: .milliseconds(2)) {
            let (isHanging, ending) = outcome.state.withLock { ($0.isHanging, $0.result) }
            if isHanging { throw Hang() }
            if case .failure(let error)? = ending { throw error }
            return try answer()
        }
    }

    func requestStop() { executor.stop() }

    /// Asks it to stop, and waits until it has.
    func stop() async {
        requestStop()
        await task.withLock { $0 }?.value
        producer.withLock { $0 }?.close(timeout: .zero)
    }
}

private final class NoServices: StepServices {
    func secret(named name: String) async throws -> String? { nil }
    func report(_ progress: Ratchet.Progress, jobId: String, seq: Int) {}
    func log(_ level: LogLevel, _ message: String, metadata: [String: String], call: StepCall) {}
}
