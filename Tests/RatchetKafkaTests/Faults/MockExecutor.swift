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

    init(
        isRunning: Bool = true,
        refusalRest: Milliseconds? = nil,
        _ change: (inout ExecutorSettings) -> Void = { _ in }
    ) throws {
        let cluster = try MockCluster()
        let layout = try TopicLayout(partitions: 1, replicationFactor: 1)
        for topic in layout.specifications { try cluster.createTopic(topic.name, partitions: 1) }
        try cluster.createTopic(GatedJob.output, partitions: 1)
        let client = ClientConfiguration(bootstrapServers: cluster.bootstrapServers, properties: ["log_level": "0"])
        var settings = ExecutorSettings(cluster: client, layout: layout, group: "g")
        settings.producers = 2
        settings.isEmbedded = true
        change(&settings)
        let jobs = try Jobs().adding { [gate] in GatedJob(gate: gate) }.registered()
        let triggers = TriggerDecoder(jobs: Dictionary(uniqueKeysWithValues: jobs.map { ($0.name, $0) }))
        let name = ExecutorSettings.newName()
        let reports = Reports()
        let health = HealthMonitor(report: reports.take)
        let log = RecordingLog(
            KafkaLog(settings, executor: name, triggers: triggers, health: health, report: reports.take)
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
                outcome.result.withLock { $0 = result }
            }
        }
    }

    /// Exists before the log that it belongs to.
    private final class Reports: Sendable {
        let log = Mutex<RecordingLog?>(nil)

        @Sendable func take(_ report: Report) { log.withLock { $0 }?.note(.report(report)) }
    }

    private final class Outcome: Sendable {
        let result = Mutex<Result<Executor.Ending, any Error>?>(nil)
    }

    var health: Health { monitor.health }

    /// How it ended; nil while it runs.
    var ending: Result<Executor.Ending, any Error>? { outcome.result.withLock { $0 } }

    /// Waits until it owns its partition.
    func waitUntilOwner() async throws {
        try await eventually("an owner: \(log.entries)", within: .seconds(30)) {
            log.entries.contains { if case .owned = $0 { true } else { false } } ? true : nil
        }
    }

    /// Starts a run.
    func trigger(_ jobId: String) throws {
        let value = Array(#"{"job":"gated","id":"\#(jobId)"}"#.utf8)
        let producer = try producer.withLock { present in
            let producer = try present ?? IdempotentProducer(configuration: client)
            present = producer
            return producer
        }
        producer.send(OutgoingRecord(topic: layout.name(of: .triggers), partition: 0, key: jobId, value: value))
    }

    /// Starts a run and waits until its second step waits at the gate.
    func bringToGate(_ jobId: String) async throws {
        try trigger(jobId)
        try await eventually("\(jobId) at the gate", within: .seconds(30), askingEvery: .milliseconds(2)) {
            gate.isAwaited(by: jobId) ? true : nil
        }
    }

    /// Waits until a run is over.
    @discardableResult
    func end(of jobId: String, within limit: Duration = .seconds(30)) async throws -> Checkpoint {
        try await eventually("the end of \(jobId)", within: limit, askingEvery: .milliseconds(2)) {
            log.committed.end(of: jobId)
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
