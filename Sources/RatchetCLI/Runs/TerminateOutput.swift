import RatchetEngine
import RatchetKafka

/// Tells the answer to a command that ends a run.
struct TerminateOutput {
    let session: Session
    let isJSON: Bool
    let jobId: String
    /// How long a command waits for a run.
    let patience: Duration

    /// There is no such run when the command is sent.
    func announceWait() {
        session.say("There is no run '\(jobId)' yet: the command waits for its trigger, for up to \(patience.words).")
    }

    /// Writes what became of a command.
    ///
    /// - Parameters:
    ///   - answer: what became of it.
    ///   - command: its id; nil when none was sent.
    /// - Throws: ``CommandFailure`` unless the run is over.
    func write(_ answer: TerminateAnswer, to command: String?) throws {
        let name = command ?? ""
        switch answer {
        case .applied(let checkpoint): write(checkpoint, answer)
        case .over(let checkpoint):
            session.say(words(of: checkpoint, wasSent: command != nil))
            write(checkpoint, answer)
        case .expired:
            session.say("The run has ended and is past its retention.")
            if isJSON { session.terminal.out.line(object(of: answer, to: command).text) }
        case .refused(let rejection):
            if isJSON {
                var object = object(of: answer, to: command)
                object.add("dead", DeadLetter.rejected(rejection).json)
                session.terminal.out.line(object.text)
            }
            let words = "the command \(name) became a dead letter (\(rejection.reason.rawValue))"
            throw CommandFailure(.failed, "\(words): \(rejection.message)")
        case .silence(isRunKnown: true):
            throw CommandFailure(
                .timedOut,
                "nobody has applied the command \(name) within its time: is an executor running? "
                    + "It is kept, and applied when one does"
            )
        case .silence(isRunKnown: false):
            throw CommandFailure(
                .timedOut,
                "no run '\(jobId)' has come within its time: the command \(name) is kept for \(patience.words). "
                    + "It ends the run if that comes, else it becomes a dead letter (unknownRun)"
            )
        }
    }

    private func object(of answer: TerminateAnswer, to command: String?) -> JSONObject {
        var object = JSONObject()
        object.add("jobId", jobId)
        object.add("command", command)
        object.add("answer", answer.word)
        return object
    }

    private func words(of checkpoint: Checkpoint, wasSent: Bool) -> String {
        if checkpoint.standing.ending == .terminated { return "The run was terminated before." }
        let before = wasSent ? "had ended before the command came" : "has ended before"
        return "The run \(before): \(checkpoint.statusWords)."
    }

    private func write(_ checkpoint: Checkpoint, _ answer: TerminateAnswer) {
        let out = session.terminal.out
        if isJSON {
            var object = checkpoint.json(withContent: false)
            object.add("answer", answer.word)
            return out.line(object.text)
        }
        let words = checkpoint.style.map { out.styled(checkpoint.statusWords, $0) } ?? checkpoint.statusWords
        out.line("\(jobId): \(words)")
    }
}

extension Duration {
    /// As a setting has it; the usual hour in words.
    fileprivate var words: String { self == .seconds(3_600) ? "an hour" : setting ?? "\(self)" }
}
