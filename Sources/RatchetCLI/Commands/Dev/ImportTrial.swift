import Foundation
import RatchetEngine
import RatchetKafka

/// One run of the example, from its trigger to its end.
struct ImportTrial: Sendable {
    static let job = "historical-import"

    let file: String
    let topic: String
    let session: Session
    let isJSON: Bool

    /// The example keeps its counts as the result: `{"finishing":{"counts":{"imported":26115}}}`.
    private struct Finished: Decodable {
        struct Finishing: Decodable { let counts: Counts }
        struct Counts: Decodable { let imported: Int }
        let finishing: Finishing
    }

    private static func rows(_ checkpoint: Checkpoint) -> Int? {
        checkpoint.state.flatMap { try? JSONDecoder().decode(Finished.self, from: Data($0)) }?.finishing.counts.imported
    }

    /// Nil when it was interrupted.
    func run(_ settings: Settings, _ stop: StopFlag) async throws -> RunFollower.News? {
        var parameters = JSONObject()
        parameters.add("file", URL(filePath: file).absoluteURL.path(percentEncoded: false))
        parameters.add("topic", topic)
        let trigger = TriggerSender.Trigger(job: Self.job, parameters: Array(parameters.text.utf8))
        let client = settings.client("ratchet-dev", log: settings.logger("ratchet"))
        let bar = ProgressBar(Self.job, on: session.terminal.err)
        return try await blocking {
            let reader = try RunReader(configuration: client, prefix: settings.prefix)
            let ends = try reader.ends(of: [.checkpoints, .dead])
            let sent = try TriggerSender(configuration: client, prefix: settings.prefix).send(trigger)
            let follower = RunFollower(jobId: sent.jobId, place: sent.place)
            let wait = RunWait(reader: reader, follower: follower, timeout: nil, bar: bar, stop: stop)
            let (news, isDone) = try wait(from: ends) { $0.isEnd }
            return isDone ? news : nil
        }
    }

    /// Throws a ``CommandFailure`` when the run did not complete.
    func write(_ outcome: RunFollower.News?, _ metrics: Metrics) throws {
        guard let outcome else { throw CommandFailure(.failed, "the import was interrupted") }
        guard case .checkpoint(let checkpoint) = outcome, checkpoint.status == .complete else {
            return try RunEnding(session: session, isJSON: isJSON, jobId: Self.job).write(outcome)
        }
        let took = (checkpoint.finished ?? checkpoint.updated) - (checkpoint.started ?? checkpoint.run.created)
        let rows = Self.rows(checkpoint)
        if isJSON {
            var object = checkpoint.json(withContent: true)
            object.add("rows", rows)
            object.add("steps", metrics.steps)
            object.add("milliseconds", took)
            session.terminal.out.line(object.text)
        } else {
            let words = rows.map { "\($0) rows" } ?? "all rows"
            session.terminal.out.line(
                "\(Self.job): \(words) to \(topic) in \(metrics.steps) steps and \(metrics.commits) transactions, "
                    + Time.length(took)
            )
        }
    }
}
