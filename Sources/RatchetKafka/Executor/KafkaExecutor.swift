import KafkaClient
import Ratchet
import RatchetEngine

/// An executor process on Apache Kafka.
package final class KafkaExecutor: Sendable {
    /// Unique for each process start: it appears in checkpoints and in the metadata of committed offsets.
    package let name: String
    /// What librdkafka tells of this executor's clients, every `metricsInterval`.
    package let clients: ClientMetrics
    private let executor: Executor
    private let log: KafkaLog
    private let monitor: HealthMonitor
    private let checking = Abandonment()
    private let services: ActivityServices
    private let settings: ExecutorSettings
    private let report: @Sendable (Report) -> Void

    /// Connects to nothing yet.
    ///
    /// Throws when a job was refused or a client property is wrong.
    package init(_ jobs: Jobs, settings: ExecutorSettings, secrets: Secrets = Secrets(), logger: Logger) throws {
        let registered = try jobs.registered()
        let name = ExecutorSettings.newName()
        var logger = logger
        logger[metadataKey: "executor"] = name
        var settings = settings
        settings.cluster.onLog = { [logger] line in
            logger.log(level: line.logLevel, line.message, metadata: ["facility": line.facility])
        }
        let clients = ClientMetrics(interval: settings.metricsInterval)
        settings.cluster.onStatistics = { clients.take($0) }
        settings.cluster.statisticsInterval = settings.metricsInterval
        self.clients = clients
        self.name = name
        self.settings = settings
        services = try ActivityServices(settings, secrets: secrets, logger: logger)
        let report: @Sendable (Report) -> Void = { [logger] report in
            logger.log(level: report.level.logLevel, report.message, metadata: report.metadata)
        }
        self.report = report
        let monitor = HealthMonitor(report: report)
        self.monitor = monitor
        let triggers = TriggerDecoder(jobs: Dictionary(uniqueKeysWithValues: registered.map { ($0.name, $0) }))
        log = KafkaLog(settings, executor: name, triggers: triggers, health: monitor, report: report)
        executor = Executor(
            configuration: settings.engine(executor: name),
            jobs: registered,
            log: log,
            services: services,
            report: report,
            onRefusals: monitor.refused
        )
    }

    /// Runs until `stop()` has been carried out.
    ///
    /// Waits for brokers that are away at the start. Throws when the topics are not as they must be, the brokers refuse a
    /// setting (`SettingRefused`), or will not let this executor in.
    package func run() async throws -> Executor.Ending {
        defer { services.close() }
        if !ClientLibrary.isLogKnown { report(.unknownLibrary) }
        if !settings.isEmbedded {
            do {
                try await checkTopics()
            } catch is CancellationError {
                return .stopped
            }
        }
        let ending = try await executor.run()
        try log.checkRefusal()
        return ending
    }

    private func checkTopics() async throws {
        let check = try TopicCheck(settings)
        try await checking.run { [checking, monitor, report] in
            try check.run {
                !checking.isAbandoned
            } onWait: { error in
                monitor.raise(.start, "the brokers do not say what topics there are")
                let facts = ["error": "\(error)"]
                report(Report(.warning, "The brokers do not say what topics there are; asking again", facts))
            }
        }
        monitor.raise(.start, "it is starting")
    }

    package var metrics: Metrics { executor.metrics }

    /// Whether it can take work and commit it.
    package var health: Health { monitor.health }

    /// Takes nothing new, lets what runs end, commits it, leaves the group; gives up a start that waits for the brokers.
    package func stop() {
        checking.abandon()
        executor.stop()
    }
}

extension Report {
    fileprivate static var unknownLibrary: Report {
        let message =
            "Ratchet's tests do not know the log of this librdkafka: producers are made anew more often than need be"
        return Report(.info, message, ["version": ClientLibrary.version])
    }
}

extension KafkaLogLine {
    fileprivate var logLevel: LogLevel {
        switch level {
        case .emergency, .alert, .critical: .critical
        case .error: .error
        case .warning: .warning
        case .notice: .notice
        case .info: .info
        case .debug: .debug
        }
    }
}

extension Report.Level {
    fileprivate var logLevel: LogLevel {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
