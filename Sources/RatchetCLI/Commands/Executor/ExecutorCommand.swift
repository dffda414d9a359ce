import Ratchet
import RatchetKafka

/// `executor`: performs the steps of this program's jobs.
struct ExecutorCommand: Command {
    static let configuration = CommandConfiguration(
        "executor",
        abstract: "Runs this program's jobs.",
        discussion:
            "Shares the work with the other executors of its group. On SIGTERM or SIGINT it takes no more work, lets "
            + "running steps end, commits and leaves the group; a second signal ends the process at once."
    )

    @OptionGroup var shared = SharedOptions()
    @SettingFlags(.topics, .executor) var flags

    func run(in session: Session) async throws {
        try ThreadCheck.run()
        let settings = try session.settings(shared, flags)
        guard try !session.jobs.registered().isEmpty else {
            throw CommandFailure(.fault, "this program has no jobs: add some to the `jobs` of its `RatchetCommand`")
        }
        let logger = settings.logger("ratchet")
        let executor = try KafkaExecutor(
            session.jobs,
            settings: try settings.executor(),
            secrets: settings.secrets,
            logger: logger
        )
        try await ExecutorProcess(executor: executor, metricsInterval: settings.metricsInterval, logger: logger).run()
    }
}
