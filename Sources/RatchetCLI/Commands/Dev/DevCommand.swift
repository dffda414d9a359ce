import Foundation
import KafkaClient
import Ratchet
import RatchetKafka

/// `dev`: everything in one process.
struct DevCommand: Command {
    static let configuration = CommandConfiguration(
        "dev",
        abstract: "Runs this program's jobs with an embedded broker: nothing else is needed.",
        discussion: "Prints the broker's address, so that kcat or another `ratchet` can send triggers. The embedded "
            + "broker keeps nothing when the process ends, and pretends transactions; --bootstrap takes a real one "
            + "instead, and creates the topics that are missing there."
    )

    @OptionGroup var shared = SharedOptions()
    @SettingFlags(.topics, .executor) var flags

    @Option("FILE", help: "Runs the job historical-import with this CSV file to its end, tells how it went, and ends")
    var `import`: String?

    @Option("TOPIC", help: "With --import: where the rows are published")
    var topic = "weather"

    func run(in session: Session) async throws {
        var settings = try session.settings(shared, flags)
        // Log lines would run into the progress bar.
        if `import` != nil, settings.logLevel == .info { settings.logLevel = .warning }
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
        write(settings, in: session)
        guard let file = `import` else { return try await process.run() }
        let trial = ImportTrial(file: file, topic: topic, session: session, isJSON: shared.json)
        let outcome = try await process.run { [settings] stop in try await trial.run(settings, stop) }
        try trial.write(outcome, executor.metrics)
    }

    private var isBootstrapGiven: Bool {
        shared.settings.contains { given in
            if case .setting(let key, _) = given { key.path == "bootstrap" } else { false }
        }
    }

    private func write(_ settings: Settings, in session: Session) {
        let out = session.terminal.out
        if shared.json {
            var object = JSONObject()
            object.add("bootstrap", settings.bootstrap)
            out.line(object.text)
        } else {
            out.line(settings.bootstrap)
        }
        guard `import` == nil else { return }
        let job = (try? session.jobs.registered())?.first?.name ?? "JOB"
        session.say(
            "Start a run:  echo '{\"job\":\"\(job)\"}' | kcat -b \(settings.bootstrap) -P -t \(settings.prefix)triggers"
        )
        session.say("See it:       \(session.program) jobs list --bootstrap \(settings.bootstrap)")
    }
}
