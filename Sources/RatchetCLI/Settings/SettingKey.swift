/// A setting: what it is called, what it does and where its value goes.
struct SettingKey: Sendable {
    /// Which commands have a flag for it.
    enum Area: Sendable {
        /// How to reach Kafka; all commands.
        case connection
        case topics
        case executor
        /// All commands.
        case log
    }

    /// In the file: `retention.finishedRuns`.
    let path: String
    let area: Area
    let summary: String
    let kind: ValueKind
    /// As in the file; nil for nothing.
    let defaultText: String?
    /// False when the text is no such value.
    ///
    /// Nil is what the file calls nothing.
    let set: @Sendable (inout Settings, String?) -> Bool

    init<Value: SettingValue>(
        _ path: String,
        _ area: Area,
        _ keyPath: any WritableKeyPath<Settings, Value> & Sendable,
        _ summary: String
    ) {
        self.path = path
        self.area = area
        self.summary = summary
        kind = Value.kind
        defaultText = Settings()[keyPath: keyPath].setting
        set = { settings, text in
            guard let text else {
                guard Value.kind.isOptional else { return false }
                settings[keyPath: keyPath] = Settings()[keyPath: keyPath]
                return true
            }
            guard let value = Value(text: text) else { return false }
            settings[keyPath: keyPath] = value
            return true
        }
    }

    /// `retention.finishedRuns` as `--retention-finished-runs`.
    var flag: String {
        "--" + path.separatedWords(by: "-").replacing(".", with: "-")
    }

    /// `retention.finishedRuns` as `RATCHET_RETENTION_FINISHED_RUNS`.
    var variable: String {
        path == "bootstrap"
            ? "KAFKA_BOOTSTRAP_SERVERS"
            : "RATCHET_" + path.separatedWords(by: "_").replacing(".", with: "_").uppercased()
    }

    static let all: [SettingKey] = [
        SettingKey(
            "bootstrap",
            .connection,
            \.bootstrap,
            "Kafka's brokers: HOST:PORT, several with commas between them."
        ),
        SettingKey("prefix", .connection, \.prefix, "The prefix of all topic names."),

        SettingKey(
            "partitions",
            .topics,
            \.partitions,
            "Partitions of every per-run topic; fixed for the life of a deployment."
        ),
        SettingKey("replication", .topics, \.replication, "Replicas of every partition, at most one per broker."),
        SettingKey("retention.triggers", .topics, \.retention.triggers, "How long triggers are kept."),
        SettingKey("retention.steps", .topics, \.retention.steps, "How long the records of steps are kept."),
        SettingKey("retention.commands", .topics, \.retention.commands, "How long commands are kept."),
        SettingKey("retention.notifications", .topics, \.retention.notifications, "How long notifications are kept."),
        SettingKey("retention.activity", .topics, \.retention.activity, "How long the logs of runs are kept."),
        SettingKey(
            "retention.finishedRuns",
            .topics,
            \.retention.finishedRuns,
            "How long a finished run can be read and its jobId starts nothing; must outlast triggers and steps."
        ),

        SettingKey(
            "group",
            .executor,
            \.group,
            "The consumer group that the executors share; without one, the prefix without its last dot."
        ),
        SettingKey("slots", .executor, \.slots, "How many steps one executor performs at the same time."),
        SettingKey("producers", .executor, \.producers, "How many transactional producers one executor has."),
        SettingKey(
            "sessionTimeout",
            .executor,
            \.sessionTimeout,
            "How long an executor may be silent before its runs go to the others."
        ),
        SettingKey(
            "transactionTimeout",
            .executor,
            \.transactionTimeout,
            "How long a transaction may stay open: a killed executor can block a partition for this long."
        ),
        SettingKey(
            "revocationPatience",
            .executor,
            \.revocationPatience,
            "How long to wait for running steps when the group moves a partition; longer ones may be called again elsewhere."
        ),
        SettingKey("stopTimeout", .executor, \.stopTimeout, "How long a graceful stop waits for running steps."),
        SettingKey(
            "mail.patience",
            .executor,
            \.mailPatience,
            "How long a command waits for a run that is not known yet, before it becomes a dead letter."
        ),
        SettingKey(
            "secrets.environment",
            .executor,
            \.secrets.environmentPrefix,
            "The prefix of the environment variables that hold secrets."
        ),
        SettingKey(
            "secrets.directory",
            .executor,
            \.secrets.directory,
            "A directory with one file per secret, named after the secret."
        ),
        SettingKey("metrics.interval", .executor, \.metricsInterval, "How often an executor logs its metrics."),

        SettingKey(
            "log.level",
            .log,
            \.logLevel,
            "The lowest level that is logged: trace, debug, info, notice, warning, error or critical."
        ),
        SettingKey("log.format", .log, \.logFormat, "How log lines are written: text or json."),
    ]
}
