import RatchetEngine
import RatchetKafka

/// `topics check`: tells where topics differ or stand still, and changes nothing.
struct TopicsCheck: Command {
    static let configuration = CommandConfiguration(
        "check",
        abstract: "Reports how the topics differ from what Ratchet needs.",
        discussion:
            "Also reports partitions that stand still, because somebody has left a transaction open there. Changes "
            + "nothing. Exit code 1: a difference keeps Ratchet from working."
    )

    @OptionGroup var shared = SharedOptions()
    @SettingFlags(.topics) var topics

    func run(in session: Session) async throws {
        let settings = try session.settings(shared, topics)
        let layout = try settings.layout()
        let client = settings.client("ratchet-topics", log: settings.logger("ratchet"))
        let differences = try await blocking {
            let standstills = try Standstills(
                configuration: client,
                prefix: settings.prefix,
                transactionTimeout: settings.transactionTimeout
            )
            let differences = try DeployedTopics(configuration: client, layout: layout).differences()
            let now = SystemClock.now.wall
            return try differences + standstills.all(at: now).map { TopicDifference($0, at: now) }
        }
        try TopicReport(session: session, isJSON: shared.json).write(differences)
    }
}
