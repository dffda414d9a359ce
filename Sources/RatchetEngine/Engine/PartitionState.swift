import Ratchet

/// What an executor knows of a partition, through all its leases.
final class PartitionState {
    var ledger: Ledger?
    var opening: Opening?
    /// The last batch of ours that is known to be committed, or what the group said at the last assignment.
    var lastMark: CommitMark?
    /// A batch of ours whose outcome is not known yet.
    var inFlight: OpenBatch?
    /// Steps that run, or have run, since the last lease.
    ///
    /// By jobId.
    var parked: [String: ParkedStep] = [:]
    var isPaused = false
}

/// A batch of ours whose outcome is not known yet.
struct OpenBatch {
    let batch: Int
    let opening: Int
    let mark: CommitMark
}

/// A step that goes on without a lease: counts if nobody has owned the partition meanwhile.
struct ParkedStep {
    let number: StepNumber
    var progress: Progress

    enum Progress {
        case running(Ticket)
        case done(StepResult, (any RunSession)?)
    }
}

/// The way from an assignment to a ledger.
struct Opening {
    enum Stage: Equatable {
        /// A batch of our own is still open: its outcome first.
        case settlingOutcome
        case readingCommitted
        case readingEnds
        case readingTable
        /// After a doubt: a moment of rest before the table is read again.
        case resting(until: Milliseconds)
    }
    /// Unique within the process.
    let id: Int
    let lease: Int
    var stage: Stage
    var committed = CommittedPositions(offsets: [:], mark: nil)
    var ends = LogEnds(starts: [:], steps: 0, checkpoints: 0)
}
