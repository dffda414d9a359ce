import KafkaTestSupport
import RatchetEngine
import RatchetKafka
import Synchronization

/// How far all runs are, without the states that a `RunWatch` keeps.
final class RunTally: Sendable {
    /// Where a run is.
    struct Mark: Sendable {
        let status: Checkpoint.Status
        let ending: Ending?
        let number: StepNumber
        let phase: Checkpoint.Phase?
        let error: Checkpoint.Failure?
        let executor: String

        var words: String {
            let waiting = phase.map { " (\($0.rawValue))" } ?? ""
            let why = error.map { ", \($0.type): \($0.message)" } ?? ""
            return "\(status.rawValue)\(waiting), step \(number.seq), attempt \(number.attempt), \(executor)\(why)"
        }
    }

    private struct Seen {
        var marks: [String: Mark] = [:]
        var steps = 0
        var checkpoints = 0
        var unreadable: [String] = []
        var isStopped = false
    }

    private let seen = Mutex(Seen())

    subscript(jobId: String) -> Mark? { seen.withLock { $0.marks[jobId] } }

    /// Of steps that committed, of all that was committed, of runs that there are, of those that have ended.
    var counts: (steps: Int, checkpoints: Int, runs: Int, ended: Int) {
        seen.withLock { ($0.steps, $0.checkpoints, $0.marks.count, $0.marks.values.count { $0.ending != nil }) }
    }

    var unreadable: [String] { seen.withLock { $0.unreadable } }

    fileprivate var isGoingOn: Bool { seen.withLock { !$0.isStopped } }

    fileprivate func stop() { seen.withLock { $0.isStopped = true } }

    fileprivate func take(_ change: RunChange) {
        seen.withLock { seen in
            switch change {
            case .checkpoint(let checkpoint):
                let last = seen.marks[checkpoint.run.jobId]
                seen.checkpoints += 1
                seen.steps += checkpoint.number.seq - (last?.number.seq ?? 0)
                if checkpoint.status == .complete { seen.steps += 1 }
                seen.marks[checkpoint.run.jobId] = Mark(
                    status: checkpoint.status,
                    ending: checkpoint.standing.ending,
                    number: checkpoint.number,
                    phase: checkpoint.phase,
                    error: checkpoint.error,
                    executor: checkpoint.executor
                )
            case .unreadable(let place, let message): seen.unreadable.append("\(place): \(message)")
            case .letter, .resolved, .expired: break
            }
        }
    }
}

/// Counts a deployment's runs beside `body`.
func withRunTally(_ deployment: Deployment, _ body: (RunTally) async throws -> Void) async throws {
    let tally = RunTally()
    async let watching: Void = blocking { [client = deployment.client, prefix = deployment.prefix] in
        let reader = try RunReader(configuration: client, prefix: prefix)
        let positions = try reader.read([.checkpoints], onChange: tally.take)
        try reader.follow(from: positions, while: { tally.isGoingOn }, onChange: tally.take)
    }
    defer { tally.stop() }
    try await body(tally)
    tally.stop()
    try await watching
}
