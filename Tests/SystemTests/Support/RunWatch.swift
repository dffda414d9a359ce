import KafkaTestSupport
import RatchetEngine
import RatchetKafka
import Synchronization

/// What `checkpoints` and `dead` tell, from their beginning on, as it is committed.
final class RunWatch: Sendable {
    private struct Seen {
        var histories: [String: [Checkpoint]] = [:]
        /// By key; nil for a tombstone.
        var letters: [String: [DeadLetter?]] = [:]
        var unreadable: [String] = []
        var isStopped = false
    }

    private let seen = Mutex(Seen())

    /// All checkpoints of each run, in the order of their commits.
    var histories: [String: [Checkpoint]] { seen.withLock { $0.histories } }

    /// All that was written to `dead` under each key; nil for a tombstone.
    var letters: [String: [DeadLetter?]] { seen.withLock { $0.letters } }

    /// Records that cannot be read.
    var unreadable: [String] { seen.withLock { $0.unreadable } }

    func latest(_ jobId: String) -> Checkpoint? { seen.withLock { $0.histories[jobId]?.last } }

    func history(_ jobId: String) -> [Checkpoint] { seen.withLock { $0.histories[jobId] ?? [] } }

    /// Steps committed so far, of all runs.
    var steps: Int { seen.withLock { $0.histories.values.reduce(0) { $0 + ($1.last?.number.seq ?? 0) } } }

    /// Runs that have not ended and were last written by that executor.
    func live(of executor: String) -> Int {
        seen.withLock { seen in
            seen.histories.values.compactMap(\.last).count { !$0.standing.isOver && $0.executor == executor }
        }
    }

    /// Waits until a run has a checkpoint that `isWanted`.
    @discardableResult
    func wait(for jobId: String, until isWanted: (Checkpoint) -> Bool) async throws -> Checkpoint {
        try await eventually("run \(jobId), last \(words(latest(jobId)))") {
            history(jobId).first(where: isWanted)
        }
    }

    /// Waits until a run has ended.
    @discardableResult
    func end(of jobId: String) async throws -> Checkpoint {
        let end = try await wait(for: jobId) { $0.standing.isOver }
        if end.status == .error {
            // It comes from another topic than the checkpoint, so perhaps a moment later.
            try await eventually("the final dead letter of \(jobId)") {
                if case .run(_, _, final: true)? = letters[jobId]?.last ?? nil { true } else { nil }
            }
        }
        return end
    }

    /// Waits until all these runs have ended.
    func ends(of jobIds: [String]) async throws {
        try await eventually("the ends of \(missing(jobIds))") {
            jobIds.allSatisfy { latest($0)?.standing.isOver ?? false } ? true : nil
        }
    }

    private func missing(_ jobIds: [String]) -> String {
        jobIds.filter { !(latest($0)?.standing.isOver ?? false) }.map { "\($0) (\(words(latest($0))))" }
            .joined(separator: ", ")
    }

    private func words(_ checkpoint: Checkpoint?) -> String {
        guard let checkpoint else { return "never seen" }
        let phase = checkpoint.phase.map { " (\($0.rawValue))" } ?? ""
        return "\(checkpoint.status.rawValue)\(phase) step \(checkpoint.number.seq)"
    }

    fileprivate var isGoingOn: Bool { seen.withLock { !$0.isStopped } }

    fileprivate func stop() { seen.withLock { $0.isStopped = true } }

    fileprivate func take(_ change: RunChange) {
        seen.withLock { seen in
            switch change {
            case .checkpoint(let checkpoint): seen.histories[checkpoint.run.jobId, default: []].append(checkpoint)
            case .letter(let letter, let key): seen.letters[key, default: []].append(letter)
            case .resolved(let key): seen.letters[key, default: []].append(nil)
            case .unreadable(let place, let message): seen.unreadable.append("\(place): \(message)")
            case .expired: break
            }
        }
    }
}

/// Watches a deployment's runs beside `body`.
func withRunWatch(_ deployment: Deployment, _ body: (RunWatch) async throws -> Void) async throws {
    let watch = RunWatch()
    async let watching: Void = blocking { [client = deployment.client, prefix = deployment.prefix] in
        let reader = try RunReader(configuration: client, prefix: prefix)
        let positions = try reader.read([.checkpoints, .dead], onChange: watch.take)
        try reader.follow(from: positions, while: { watch.isGoingOn }, onChange: watch.take)
    }
    defer { watch.stop() }
    try await body(watch)
    watch.stop()
    try await watching
}
