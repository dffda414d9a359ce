import RatchetEngine
import RatchetKafka

/// `jobs terminate`: ends a run.
struct JobsTerminate: Command {
    static let configuration = CommandConfiguration(
        "terminate",
        abstract: "Ends a run, and waits until it is ended.",
        discussion:
            "The owner of the run applies the command with its next commit; a step that is running is cancelled."
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
        let client = settings.client("ratchet-jobs", log: settings.logger("ratchet"))
        let by = session.environment["USER"].map { "cli:\($0)" } ?? "cli"
        guard !noWait else {
            let command = try await blocking { [id, reason] in
                try CommandSender(configuration: client, prefix: settings.prefix).terminate(id, by: by, reason: reason)
            }
            return write(command: command, to: session.terminal.out)
        }
        let bar = ProgressBar(id, on: session.terminal.err)
        let outcome = try await blocking { [id, reason, timeout] in
            let reader = try RunReader(configuration: client, prefix: settings.prefix)
            var found: Checkpoint?
            let ends = try reader.read([.checkpoints], keys: [id]) { change in
                if case .checkpoint(let checkpoint) = change { found = checkpoint }
                if case .expired = change { found = nil }
            }
            guard let found else { return Outcome.unknown }
            guard !found.status.isOver else { return Outcome.over(found) }
            let sender = try CommandSender(configuration: client, prefix: settings.prefix)
            let command = try sender.terminate(id, by: by, reason: reason)
            let wait = RunWait(reader: reader, follower: RunFollower(jobId: id), timeout: timeout, bar: bar)
            let (news, isDone) = try wait(from: ends) { $0.isEnd || $0.carries(command: command) }
            return isDone ? .applied(news) : .silence(command)
        }
        try write(outcome, in: session)
    }

    private enum Outcome: Sendable {
        case unknown
        case over(Checkpoint)
        case applied(RunFollower.News?)
        case silence(_ command: String)
    }

    private func write(_ outcome: Outcome, in session: Session) throws {
        switch outcome {
        case .unknown:
            throw CommandFailure(
                .failed,
                "there is no run '\(id)': no executor has taken its trigger yet, or its retention is over "
                    + "(--no-wait sends the command all the same)"
            )
        case .over(let checkpoint):
            session.say("The run has ended before.")
            write(checkpoint, to: session.terminal.out)
        case .applied(.checkpoint(let checkpoint)):
            write(checkpoint, to: session.terminal.out)
        case .applied:
            session.say("The run has ended and is past its retention.")
        case .silence(let command):
            throw CommandFailure(
                .timedOut,
                "nobody has applied the command \(command) within its time: is an executor running? "
                    + "It is kept, and applied when one does"
            )
        }
    }

    private func write(_ checkpoint: Checkpoint, to out: TextStream) {
        let words = checkpoint.style.map { out.styled(checkpoint.statusWords, $0) } ?? checkpoint.statusWords
        out.line(shared.json ? checkpoint.json(withContent: false).text : "\(id): \(words)")
    }

    private func write(command: String, to out: TextStream) {
        guard shared.json else { return out.line(command) }
        var object = JSONObject()
        object.add("jobId", id)
        object.add("command", command)
        out.line(object.text)
    }
}

extension RunFollower.News {
    fileprivate func carries(command: String) -> Bool {
        guard case .checkpoint(let checkpoint) = self else { return false }
        return checkpoint.command?.id == command
    }
}
