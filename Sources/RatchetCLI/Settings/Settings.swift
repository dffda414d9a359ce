import KafkaClient
import Ratchet
import RatchetKafka

/// All that can be set.
///
/// The initial values are the defaults; ``SettingKey`` says what each is called.
struct Settings: Sendable {
    // How to reach Kafka.
    var bootstrap = "localhost:9092"
    var prefix = "ratchet."
    /// Properties of librdkafka as they are: TLS, SASL, tuning.
    var kafka: [String: String] = [:]

    // The topics.
    var partitions = 12
    var replication = 3
    var retention = TopicRetention()

    // The executor.
    /// Nil: made from the prefix.
    var group: String?
    var slots = 200
    var producers = 4
    var sessionTimeout = Duration.seconds(6)
    var transactionTimeout = Duration.seconds(6)
    var revocationPatience = Duration.seconds(1)
    var stopTimeout = Duration.seconds(60)
    var mailPatience = Duration.seconds(3_600)
    var secrets = Secrets()
    var metricsInterval = Duration.seconds(15)

    // The log.
    var logLevel = LogLevel.info
    var logFormat = LogFormat.text
}

/// How log lines are written.
enum LogFormat: String, CaseIterable, SettingValue {
    /// A line of text, for people.
    case text
    /// A JSON object, for machines.
    case json

    static var kind: ValueKind {
        ValueKind(placeholder: "FORMAT", words: allCases.map(\.rawValue).joined(separator: " or "))
    }

    init?(text: String) { self.init(rawValue: text) }

    var setting: String? { rawValue }
}

extension Settings {
    /// The group of the executors.
    ///
    /// Without one of the user's, deployments of different prefixes have different groups: `acme.` has `acme`. Another
    /// prefix gets a sign that no prefix may have, lest `acme` and `acme.` share one.
    var consumerGroup: String {
        if let group { return group }
        return prefix.hasSuffix(".") && prefix.count > 1 ? String(prefix.dropLast()) : prefix + ":"
    }

    /// The topics as they are to be.
    ///
    /// Throws a ``SettingsError``.
    func layout() throws -> TopicLayout {
        do {
            return try TopicLayout(
                prefix: prefix,
                partitions: partitions,
                replicationFactor: replication,
                retention: retention
            )
        } catch {
            throw SettingsError("\(error)")
        }
    }

    /// How a command that is soon done reaches Kafka.
    func client(_ name: String, log: Logger) -> ClientConfiguration {
        ClientConfiguration(bootstrapServers: bootstrap, clientId: name, properties: kafka) { line in
            // What matters of it is in the error that the command ends with.
            log.debug("\(line.message)", metadata: ["facility": line.facility])
        }
    }

    /// A logger to standard error, as the settings want it.
    func logger(_ label: String) -> Logger {
        switch logFormat {
        case .text: Logger(label: label, level: logLevel)
        case .json: Logger(label: label, level: logLevel, handler: JSONLog())
        }
    }

    /// How an executor of this process runs.
    ///
    /// Throws a ``SettingsError``.
    func executor() throws -> ExecutorSettings {
        let cluster = ClientConfiguration(bootstrapServers: bootstrap, properties: kafka)
        guard transactionTimeout >= .seconds(1) else {
            throw SettingsError(
                "transactionTimeout must be at least 1s, not \(transactionTimeout.text): a slow request to a "
                    + "broker would outlast its transaction"
            )
        }
        guard sessionTimeout <= .seconds(3_600) else {
            throw SettingsError(
                "sessionTimeout must be at most 1h, not \(sessionTimeout.text): runs of an executor that is gone wait for so "
                    + "long. The brokers take 6s to 30m, unless they are told otherwise"
            )
        }
        guard revocationPatience <= .seconds(120) else {
            throw SettingsError(
                "revocationPatience must be at most 2m, not \(revocationPatience.text): all executors wait while "
                    + "one gives its partitions up, and the group does not wait longer than 5m"
            )
        }
        var executor = ExecutorSettings(cluster: cluster, layout: try layout(), group: consumerGroup)
        executor.slots = slots
        executor.producers = producers
        executor.sessionTimeout = sessionTimeout
        executor.transactionTimeout = transactionTimeout
        executor.revocationPatience = revocationPatience
        executor.stopTimeout = stopTimeout
        executor.mailPatience = mailPatience
        executor.metricsInterval = metricsInterval
        return executor
    }
}
