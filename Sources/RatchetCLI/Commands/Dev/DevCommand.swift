import Foundation
import KafkaClient
import Ratchet
import RatchetKafka

/// `dev`: everything in one process.
struct DevCommand: Command {
    static let configuration = CommandConfiguration(
        "dev",
        abstract: "Runs this program's jobs with an embedded broker: nothing else is needed.",
        discussion:
            "With --trigger, starts a run, waits until it has ended, and ends with it. Otherwise runs until it is "
            + "stopped, and prints the broker's address, so that `trigger --bootstrap ADDRESS` and other programs can use "
            + "it. The embedded broker forgets everything when the process ends, and only pretends to have transactions. "
            + "The flag --bootstrap uses a real broker instead, and creates the topics that are missing there."
    )

    @OptionGroup var shared = SharedOptions()
    @SettingFlags(.topics, .executor) var flags

    @Option("JOB", help: "Starts a run of this job, shows how far it is, tells how it ended, and ends too")
    var trigger: String?

    @Option("JSON", help: "With --trigger: the job's parameters, a JSON object")
    var parameters: String?

    func run(in session: Session) async throws {
        var settings = try session.settings(shared, flags)
        let first = try firstRun(in: session)
        // Log lines would run into the progress bar.
        if first != nil, settings.logLevel == .info { settings.logLevel = .warning }
        let logger = settings.logger("ratchet")
        try await DevBroker(isEmbedded: !isBootstrapGiven).setUp(&settings, logger)
        var executorSettings = try settings.executor()
        executorSettings.isEmbedded = !isBootstrapGiven
        let executor = try KafkaExecutor(
            session.jobs,
            settings: executorSettings,
            secrets: settings.secrets,
            logger: logger
        )
        let process = ExecutorProcess(
            executor: executor,
            metricsInterval: settings.metricsInterval,
            logger: logger
        )
        writeAddress(settings, to: session.terminal.out)
        try session.terminal.out.check()
        guard let first else {
            sayWhatToDo(settings, in: session)
            return try await process.run()
        }
        let ended = try await process.run { [settings] stop in try await first.run(settings, stop) }
        try first.write(ended, executor.metrics)
    }

    /// Nil unless there is a run to start; throws a ``UsageError`` when it cannot be started.
    private func firstRun(in session: Session) throws -> DevRun? {
        guard let trigger else {
            if parameters != nil { throw UsageError("--parameters goes with --trigger") }
            return nil
        }
        let asked = TriggerSender.Trigger(job: trigger, parameters: parameters.map { Array($0.utf8) })
        let check = TriggerCheck(jobs: try session.jobs.registered())
        guard try check.knowsJob(of: asked) else { throw UsageError(check.unknown(trigger)) }
        return DevRun(trigger: asked, session: session, isJSON: shared.json)
    }

    private var isBootstrapGiven: Bool {
        shared.settings.contains { given in
            if case .setting(let key, _) = given { key.path == "bootstrap" } else { false }
        }
    }

    private func writeAddress(_ settings: Settings, to out: TextStream) {
        guard shared.json else { return out.line(settings.bootstrap) }
        var object = JSONObject()
        object.add("bootstrap", settings.bootstrap)
        out.line(object.text)
    }

    private func sayWhatToDo(_ settings: Settings, in session: Session) {
        let job = (try? session.jobs.registered())?.first?.name ?? "JOB"
        let prefix = settings.prefix == Settings().prefix ? "" : " --prefix \(settings.prefix)"
        let options = "--bootstrap \(settings.bootstrap)\(prefix)"
        session.say("Start a run:  \(session.program) trigger \(job) --parameters '{}' \(options)")
        session.say("See it:       \(session.program) jobs list \(options)")
    }
}
