import RatchetKafka

/// `jobs terminate`: ends a run.
struct JobsTerminate: Command {
    static let configuration = CommandConfiguration(
        "terminate",
        abstract: "Ends a run, and waits until it is ended.",
        discussion: """
            The owner of the run applies the command with its next commit; a step that is running is cancelled. A run \
            that is not there yet is ended before it begins: the command waits for it, for mail.patience (an hour), and \
            then becomes a dead letter. A run that is over stays as it is.
            """
    )

    @OptionGroup var shared = SharedOptions()

    @Argument("ID", help: "The run's jobId")
    var id

    @Option(help: "Why, for whoever reads of it later")
    var reason: String?

    @Flag(help: "Sends the command without looking whether there is such a run, and does not wait")
    var noWait

    @Option(help: "How long to wait at most (exit code 75)")
    var timeout = Duration.seconds(30)

    func run(in session: Session) async throws {
        let settings = try session.settings(shared)
        let termination = Termination(
            client: settings.client("ratchet-jobs", log: settings.logger("ratchet")),
            prefix: settings.prefix,
            jobId: id,
            by: session.environment["USER"].map { "cli:\($0)" } ?? "cli",
            reason: reason,
            transactionTimeout: settings.transactionTimeout
        )
        guard !noWait else {
            return write(command: try await blocking { try termination.send().id }, to: session.terminal.out)
        }
        let output = TerminateOutput(session: session, isJSON: shared.json, jobId: id, patience: settings.mailPatience)
        let bar = ProgressBar(id, on: session.terminal.err)
        let (command, answer) = try await blocking { [timeout] in
            try termination(timeout: timeout, bar: bar, onUnknown: output.announceWait)
        }
        try output.write(answer, to: command)
    }

    private func write(command: String, to out: TextStream) {
        guard shared.json else { return out.line(command) }
        var object = JSONObject()
        object.add("jobId", id)
        object.add("command", command)
        out.line(object.text)
    }
}
