import RatchetEngine
import RatchetKafka

/// Tells how a run has ended.
struct RunEnding {
    let session: Session
    let isJSON: Bool
    let jobId: String

    /// Throws a ``CommandFailure`` when the run did not complete.
    func write(_ news: RunFollower.News) throws {
        switch news {
        case .checkpoint(let checkpoint): try write(checkpoint)
        case .refused(let rejection):
            if isJSON {
                var object = JSONObject()
                object.add("jobId", jobId)
                object.add("dead", DeadLetter.rejected(rejection).json)
                session.terminal.out.line(object.text)
            }
            throw CommandFailure(.failed, "the trigger was refused: \(rejection.message)")
        case .expired:
            throw CommandFailure(.failed, "the run '\(jobId)' is past its retention")
        }
    }

    private func write(_ checkpoint: Checkpoint) throws {
        let out = session.terminal.out
        if isJSON {
            out.line(checkpoint.json(withContent: true).text)
        } else {
            let took = checkpoint.finished.map { $0 - (checkpoint.started ?? checkpoint.run.created) }
            let time = took.map { " after \(Time.length($0))" } ?? ""
            let words = checkpoint.style.map { out.styled(checkpoint.statusWords, $0) } ?? checkpoint.statusWords
            out.line("\(jobId): \(words), \(checkpoint.number.seq) steps\(time)")
            if let state = checkpoint.state, checkpoint.standing.ending == .complete {
                out.line(String(decoding: state, as: UTF8.self))
            }
        }
        switch checkpoint.standing.ending {
        case .error:
            let why = checkpoint.error.map { "\($0.type) in step \($0.seq): \($0.message)" } ?? "no error was recorded"
            throw CommandFailure(.failed, "the run ended in error: \(why)")
        case .terminated: throw CommandFailure(.failed, "the run was terminated")
        case .complete, nil: break
        }
    }
}
