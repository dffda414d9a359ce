import Ratchet
import RatchetEngine

/// What the batches that did commit have written: what a mock cluster, which shows aborted records and drops the offsets of
/// transactions, cannot tell.
struct CommittedLog {
    /// What became of a batch whose outcome nobody knows.
    enum Truth {
        case committed
        case aborted
    }

    private struct Step: Hashable {
        let jobId: String
        let number: StepNumber
    }

    /// All checkpoints of each run, in the order of their commits.
    private(set) var checkpoints: [String: [Checkpoint]] = [:]
    /// What each run has published.
    private(set) var lines: [String: [String]] = [:]
    /// The dead letters of each run, final or not.
    private(set) var letters: [String: [Bool]] = [:]
    private var published: Set<Step> = []
    private var positions: [Int32: CommittedPositions] = [:]
    private var open: [Int: Batch] = [:]

    mutating func begin(_ batch: Batch) { open[batch.id] = batch }

    mutating func end(_ id: Int, _ outcome: BatchOutcome, truth: Truth) {
        guard let batch = open.removeValue(forKey: id) else { return }
        switch outcome {
        case .aborted: return
        case .unknown where truth == .aborted: return
        case .committed, .unknown: for part in batch.parts { apply(part) }
        }
    }

    private mutating func apply(_ part: PartitionBatch) {
        positions[part.partition] = CommittedPositions(offsets: part.offsets, mark: part.mark)
        for entry in part.entries {
            for step in Self.steps(of: entry) { published.insert(step) }
            guard case .run(let write) = entry else { continue }
            let jobId = write.checkpoint.run.jobId
            checkpoints[jobId, default: []].append(write.checkpoint)
            lines[jobId, default: []] += write.staged.outputs.map { String(decoding: $0.value, as: UTF8.self) }
            if case .letter(_, _, let isFinal) = write.dead { letters[jobId, default: []].append(isFinal) }
        }
    }

    private static func steps(of entry: BatchEntry) -> [Step] {
        switch entry {
        case .run(let write) where write.publishesStep:
            [Step(jobId: write.checkpoint.run.jobId, number: write.checkpoint.number)]
        case .start(let run, _): [Step(jobId: run.jobId, number: StepNumber(seq: 0, attempt: 1))]
        case .run, .post, .reject, .settle, .expire: []
        }
    }

    /// Whether a record of `steps` is committed; nil while its batch has no outcome.
    func isCommitted(_ arrival: StepArrival) -> Bool? {
        let step = Step(jobId: arrival.jobId, number: arrival.number)
        if published.contains(step) { return true }
        let isOpen = open.values.contains { batch in
            batch.parts.contains { part in part.entries.contains { Self.steps(of: $0).contains(step) } }
        }
        return isOpen ? nil : false
    }

    func positions(of partition: Int32) -> CommittedPositions {
        positions[partition] ?? CommittedPositions(offsets: [:], mark: nil)
    }

    var checkpointTable: [Checkpoint] { checkpoints.values.compactMap(\.last) }

    /// The last checkpoint of a run that is over.
    func end(of jobId: String) -> Checkpoint? { checkpoints[jobId]?.last.flatMap { $0.standing.isOver ? $0 : nil } }
}
