import Ratchet
import RatchetKafka

/// `audit`: checks on the topics that what is promised was kept.
struct AuditCommand: Command {
    static let configuration = CommandConfiguration(
        "audit",
        abstract: "Checks on the topics that no step was lost, repeated or done halfway.",
        discussion: """
            Reads triggers, steps, checkpoints, mail and dead letters, committed records up to where they end now, and judges \
            every run: its checkpoints are gapless, each committed once, the last one final; what is live is so once; \
            whatever failed has its dead letter; whatever the executors have read has led to something. Executors may \
            run meanwhile. What retention and compaction have deleted is not judged, and is counted as unchecked. \
            Violations go to standard output, each with the record that shows it. Retries are judged by the policies of \
            this program: use the one that the executors run. Exit codes: 0, no violation; 1, violations; 2, something \
            could not be read, and nothing was judged.
            """
    )

    @OptionGroup var shared = SharedOptions()

    @Option(
        "TOPIC",
        help: "Also that each record that steps have published to this topic is there, once; several with commas"
    )
    var output: TopicList?

    @Option("NAME", help: "The executors' consumer group (default: as the settings have it)")
    var group: String?

    @Option(help: "How long the reading may stand still, before an open transaction, say (exit code 2)")
    var patience = Duration.seconds(60)

    func run(in session: Session) async throws {
        let settings = try session.settings(shared)
        var audit = AuditSettings(
            cluster: settings.client("ratchet-audit", log: settings.logger("ratchet")),
            prefix: settings.prefix,
            group: group ?? settings.consumerGroup
        )
        audit.outputs = output?.topics ?? []
        audit.patience = patience
        audit.mailPatience = settings.mailPatience
        for job in try session.jobs.registered() { audit.attempts[job.name] = job.retry.attempts }
        for topic in audit.outputs where audit.isOwn(topic) {
            throw UsageError("--output is for topics that jobs publish to, not for Ratchet's own \(topic)")
        }
        let bar = ProgressBar("audit", on: session.terminal.err)
        defer { bar.clear() }
        let clock = ContinuousClock()
        let start = clock.now
        let report = try await blocking { [audit] in
            try ClusterAudit(audit) { read, total in
                bar.show(Progress(done: min(read, total), total: total, note: nil), note: "")
            }
            .run()
        }
        bar.clear()
        try AuditOutput(session: session, report: report, time: clock.now - start).write(isJSON: shared.json)
    }
}

/// Topics with commas between them.
struct TopicList: ArgumentValue {
    static let placeholder = "TOPIC"
    static let words: String? = "names of topics, with commas between them"
    let topics: [String]

    init?(argument: String) {
        topics = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard !topics.contains(""), Set(topics).count == topics.count else { return nil }
    }
}
