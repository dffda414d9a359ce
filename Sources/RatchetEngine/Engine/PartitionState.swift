import Ratchet

/// What an executor knows of a partition, through all its leases.
struct PartitionState {
    enum Ownership {
        case none
        case opening(Opening)
        case owned(OwnedLedger)
    }

    var ownership = Ownership.none
    /// The last batch of ours that is known to be committed, or what the group said at the last assignment.
    var lastMark: CommitMark?
    /// A batch of ours whose outcome is not known yet.
    var inFlight: OpenBatch?
    /// Steps that run, or have run, since the last lease.
    ///
    /// By jobId.
    var parked: [String: ParkedStep] = [:]
    /// Its intake is held back.
    var isPaused = false

    var owned: OwnedLedger? { if case .owned(let owned) = ownership { owned } else { nil } }

    var opening: Opening? { if case .opening(let opening) = ownership { opening } else { nil } }
}

/// The one reference to a ledger, which is changed where it lies.
final class OwnedLedger {
    var ledger: Ledger

    init(_ ledger: consuming Ledger) { self.ledger = ledger }
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
    let ticket: Ticket
    /// Nil while it runs.
    var end: (result: StepResult, session: (any RunSession)?)?
}

/// The way from an assignment to a ledger.
struct Opening {
    enum Stage {
        /// A batch of our own is still open: its outcome first.
        case settlingOutcome
        case readingCommitted
        case readingEnds(CommittedPositions)
        /// The ledger takes the tables in, part by part.
        case readingTable(OwnedLedger)
        /// After a doubt: a moment of rest before the table is read again.
        case resting(until: Milliseconds)
    }
    /// Unique within the process.
    let id: Int
    let lease: Int
    /// By uptime.
    let since: Milliseconds
    var stage: Stage
}
