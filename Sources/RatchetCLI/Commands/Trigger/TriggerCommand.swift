import Ratchet
import RatchetKafka

/// `trigger`: starts a run.
struct TriggerCommand: Command {
    static let configuration = CommandConfiguration(
        "trigger",
        abstract: "Starts a run of a job.",
        discussion:
            "Sends a trigger to Kafka and prints the run's jobId; an executor that has the job starts the run. A jobId "
            + "that was used before starts nothing."
    )

    @OptionGroup var shared = SharedOptions()

    @Argument("JOB", help: "The job's name")
    var job

    @Option("JSON", help: "The job's parameters, a JSON object; the job's defaults fill in what is left out")
    var parameters: String?

    @Option("ID", help: "The run's jobId (default: a new one)")
    var id: String?

    @Option("NAME", help: "The tenant that the run is for")
    var tenant: String?

    @Flag(help: "Waits until the run has ended; exit code 1 if it did not complete")
    var wait

    @Option(help: "With --wait: the longest time to wait (exit code 75); the run goes on")
    var timeout: Duration?

    func run(in session: Session) async throws {
        let settings = try session.settings(shared)
        let trigger = TriggerSender.Trigger(
            job: job,
            id: id,
            tenant: tenant,
            parameters: parameters.map { Array($0.utf8) }
        )
        try check(trigger, in: session)
        let client = settings.client("ratchet-trigger", log: settings.logger("ratchet"))
        let out = session.terminal.out
        guard wait else {
            let sent = try await blocking {
                try TriggerSender(configuration: client, prefix: settings.prefix).send(trigger)
            }
            return write(sent.jobId, to: out)
        }
        let bar = ProgressBar(job, on: session.terminal.err)
        let run = try await blocking { [timeout] in
            let executors = TriggeredRun.Executors(
                group: settings.consumerGroup,
                transactionTimeout: settings.transactionTimeout
            )
            return try TriggeredRun(
                trigger,
                on: client,
                prefix: settings.prefix,
                timeout: timeout,
                bar: bar,
                executors: executors
            ) { jobId in session.say("Waiting for \(jobId).") }
        }
        guard let news = run.news, run.hasEnded else {
            write(run.jobId, to: out)
            let what = run.news == nil ? "no executor has started it: is one running that has the job?" : "it goes on"
            throw CommandFailure(.timedOut, "the run '\(run.jobId)' did not end in time; \(what)")
        }
        try RunEnding(session: session, isJSON: shared.json, jobId: run.jobId).write(news)
    }

    private func write(_ jobId: String, to out: TextStream) {
        guard shared.json else { return out.line(jobId) }
        var object = JSONObject()
        object.add("jobId", jobId)
        object.add("job", job)
        object.add("tenant", tenant)
        out.line(object.text)
    }

    /// What this program knows to be wrong is not sent.
    private func check(_ trigger: TriggerSender.Trigger, in session: Session) throws {
        if timeout != nil, !wait { throw UsageError("--timeout goes with --wait") }
        let check = TriggerCheck(jobs: try session.jobs.registered())
        guard try !check.knowsJob(of: trigger) else { return }
        session.warn("\(check.unknown(job)) Sent anyway, for an executor that has it.")
    }
}
