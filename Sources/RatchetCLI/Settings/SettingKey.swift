/// One thing that can be set: what it is called, what it does and where its value goes.
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
    let kind: SettingKind
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
            guard let value = Value(setting: text) else { return false }
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
        SettingKey("bootstrap", .connection, \.bootstrap, "Kafka's brokers, HOST:PORT, several with commas between."),
        SettingKey("prefix", .connection, \.prefix, "Goes before the names of all topics."),

        SettingKey("partitions", .topics, \.partitions, "Partitions of every topic of runs; fixed for life."),
        SettingKey("replication", .topics, \.replication, "Replicas of every partition: at most one for each broker."),
        SettingKey("retention.triggers", .topics, \.retention.triggers, "How long triggers are kept."),
        SettingKey("retention.steps", .topics, \.retention.steps, "How long the records of steps are kept."),
        SettingKey("retention.commands", .topics, \.retention.commands, "How long commands are kept."),
        SettingKey("retention.notifications", .topics, \.retention.notifications, "How long notifications are kept."),
        SettingKey("retention.activity", .topics, \.retention.activity, "How long the log lines of runs are kept."),
        SettingKey(
            "retention.finishedRuns",
            .topics,
            \.retention.finishedRuns,
            "How long a finished run can be read, and its jobId starts nothing: longer than triggers and steps are kept."
        ),

        SettingKey(
            "group",
            .executor,
            \.group,
            "The consumer group that the executors share; nothing: the prefix without the dot at its end."
        ),
        SettingKey("slots", .executor, \.slots, "Steps that one executor performs at the same time."),
        SettingKey("producers", .executor, \.producers, "Transactional producers of one executor, used in turn."),
        SettingKey(
            "sessionTimeout",
            .executor,
            \.sessionTimeout,
            "After that time without a sign of life an executor's runs go to the others."
        ),
        SettingKey(
            "transactionTimeout",
            .executor,
            \.transactionTimeout,
            "For how long a producer's transaction may stay open: so long a killed executor may hold up a partition."
        ),
        SettingKey(
            "revocationPatience",
            .executor,
            \.revocationPatience,
            "How long a partition that the group asks back waits for its steps; those that go on may be called again elsewhere."
        ),
        SettingKey("stopTimeout", .executor, \.stopTimeout, "The time that steps have to end in a graceful stop."),
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
            "Goes before a secret's name to make its environment variable."
        ),
        SettingKey(
            "secrets.directory",
            .executor,
            \.secrets.directory,
            "A directory with a file for each secret, named as the secret is."
        ),
        SettingKey("metrics.interval", .executor, \.metricsInterval, "How often an executor logs its metrics."),

        SettingKey(
            "log.level",
            .log,
            \.logLevel,
            "The least level of a log line: trace, debug, info, notice, warning, error or critical."
        ),
        SettingKey("log.format", .log, \.logFormat, "How log lines are written: text or json."),
    ]
}
