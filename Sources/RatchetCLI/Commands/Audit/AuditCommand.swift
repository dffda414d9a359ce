import Ratchet
import RatchetKafka

/// `audit`: checks on the topics that what is promised was kept.
struct AuditCommand: Command {
    static let configuration = CommandConfiguration(
        "audit",
        abstract: "Verifies from Ratchet's topics that no step was lost, repeated or half done.",
        discussion: """
            Reads the committed records of triggers, steps, checkpoints, mail and dead letters, up to where they end now, \
            and checks every run: its checkpoints have no gaps, each was committed once, and none follows the final one; a \
            live run has exactly one live step; every failure has its dead letter; everything that executors have \
            consumed has led to something. Executors may keep running. What retention or compaction has deleted cannot \
            be checked, and is counted. Violations go to standard output, each with the record that shows it. Retries \
            are judged by the retry policies of this program, so use the program that the executors run. Exit codes: 0, \
            no violation; 1, violations; 2, something could not be read, and nothing was judged.
            """
    )

    @OptionGroup var shared = SharedOptions()

    @Option(
        help:
            "Also checks that each record that steps published to this topic is there once; several topics with commas"
    )
    var output: TopicList?

    @Option("NAME", help: "The executors' consumer group (default: the one in the settings)")
    var group: String?

    @Option(help: "How long to wait for progress, for instance at an open transaction; then exit code 2")
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
            let audit = try ClusterAudit(audit) { standstill in
                bar.clear()
                session.waits(for: standstill)
            } onProgress: { read, total in
                bar.show(Progress(done: min(read, total), total: total, note: nil), note: "")
            }
            return try audit.run()
        }
        bar.clear()
        try AuditOutput(session: session, report: report, time: clock.now - start).write(isJSON: shared.json)
    }
}

/// Topics with commas between them.
struct TopicList: TextValue {
    static let kind = ValueKind(placeholder: "TOPIC", words: "names of topics, with commas between them")
    let topics: [String]

    init?(text: String) {
        topics = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard !topics.contains(""), Set(topics).count == topics.count else { return nil }
    }
}
