import RatchetKafka

/// `topics check`: tells where topics differ, and changes nothing.
struct TopicsCheck: Command {
    static let configuration = CommandConfiguration(
        "check",
        abstract: "Tells where the topics are not as they should be.",
        discussion: "Changes nothing. Ends with exit code 1 when a difference keeps Ratchet from working."
    )

    @OptionGroup var shared = SharedOptions()
    @SettingFlags(.topics) var topics

    func run(in session: Session) async throws {
        let settings = try session.settings(shared, topics)
        let layout = try settings.layout()
        let client = settings.client("ratchet-topics", log: settings.logger("ratchet"))
        let differences = try await blocking {
            try DeployedTopics(configuration: client, layout: layout).differences()
        }
        try TopicReport(session: session, isJSON: shared.json).write(differences)
    }
}
