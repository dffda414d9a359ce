import RatchetKafka

/// `topics apply`: creates what is missing and tells what differs.
struct TopicsApply: Command {
    static let configuration = CommandConfiguration(
        "apply",
        abstract: "Creates the topics that are missing.",
        discussion:
            "Leaves existing topics as they are, and reports how they differ from what Ratchet needs. Exit code 1: "
            + "a difference keeps Ratchet from working."
    )

    @OptionGroup var shared = SharedOptions()
    @SettingFlags(.topics) var topics

    func run(in session: Session) async throws {
        let settings = try session.settings(shared, topics)
        let layout = try settings.layout()
        let client = settings.client("ratchet-topics", log: settings.logger("ratchet"))
        let (created, differences) = try await blocking {
            let deployed = try DeployedTopics(configuration: client, layout: layout)
            let created = try deployed.createMissing()
            return (created, try deployed.differences(after: created))
        }
        let report = TopicReport(session: session, isJSON: shared.json)
        report.write(created: created)
        try report.write(differences)
    }
}
