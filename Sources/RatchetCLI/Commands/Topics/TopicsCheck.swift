import RatchetKafka

/// `topics check`: tells where topics differ, and changes nothing.
struct TopicsCheck: Command {
    static let configuration = CommandConfiguration(
        "check",
        abstract: "Reports how the topics differ from what Ratchet needs.",
        discussion: "Changes nothing. Exit code 1: a difference keeps Ratchet from working."
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
