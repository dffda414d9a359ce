import RatchetEngine
import RatchetKafka

/// The run that `dev --trigger` starts, from its trigger to its end.
struct DevRun: Sendable {
    let trigger: TriggerSender.Trigger
    let session: Session
    let isJSON: Bool

    /// Nil when it was interrupted.
    func run(_ settings: Settings, _ stop: StopFlag) async throws -> TriggeredRun? {
        let client = settings.client("ratchet-dev", log: settings.logger("ratchet"))
        let bar = ProgressBar(trigger.job, on: session.terminal.err)
        let run = try await blocking {
            try TriggeredRun(trigger, on: client, prefix: settings.prefix, bar: bar, stop: stop)
        }
        return run.hasEnded ? run : nil
    }

    /// Throws a ``CommandFailure`` when the run did not complete.
    func write(_ run: TriggeredRun?, _ metrics: Metrics) throws {
        guard let run, let news = run.news else { throw CommandFailure(.failed, "the run was interrupted") }
        guard case .checkpoint(let checkpoint) = news, checkpoint.standing.ending == .complete else {
            return try RunEnding(session: session, isJSON: isJSON, jobId: run.jobId).write(news)
        }
        let took = (checkpoint.finished ?? checkpoint.updated) - (checkpoint.started ?? checkpoint.run.created)
        let out = session.terminal.out
        if isJSON {
            var object = checkpoint.json(withContent: true)
            object.add("steps", metrics.steps)
            object.add("milliseconds", took)
            return out.line(object.text)
        }
        if let state = checkpoint.state { out.line(String(decoding: state, as: UTF8.self)) }
        let published = checkpoint.published.words.map { "; published \($0)" } ?? ""
        out.line(
            "\(trigger.job): complete in \(metrics.steps) steps and \(metrics.commits) transactions, "
                + Time.length(took) + published
        )
    }
}
