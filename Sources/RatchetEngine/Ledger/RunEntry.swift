import Ratchet

/// A run that is not over, as its owner holds it.
struct RunEntry {
    /// Where the run stands between two commits.
    enum Stage: Equatable {
        /// Live by the table; its record in `steps` has not been delivered yet.
        case expected
        /// Until its due time, in the ledger's timers.
        case waiting
        /// Something holds it.
        case held
        /// Wants a slot, then a pick-up.
        case ready
        /// Holds a slot; its pick-up is pending or in flight.
        case pickingUp(Ticket)
        /// Wants a slot; continues a step that this lease committed.
        case continuing
        case running(Ticket)
        /// Its result is pending, in flight, or refused for now.
        case settled

        /// Its step is performed, or about to be: it will settle.
        var isUnderWay: Bool {
            switch self {
            case .continuing, .running: true
            case .expected, .waiting, .held, .ready, .pickingUp, .settled: false
            }
        }
    }

    /// Where the one write of the run is that has no outcome yet.
    enum Write {
        case none
        /// In no batch yet, or refused for now.
        case pending
        case inFlight
    }

    /// As committed; of a start that no batch has written yet, as it will begin.
    var checkpoint: Checkpoint
    private(set) var stage: Stage
    /// Changes with the stage, so that what was meant for an earlier one is recognised.
    private(set) var turn = 0
    var write = Write.none
    /// Offset of the record of its live step, while that is not done.
    var undone: Int64?
    /// What the steps of this run keep on this executor.
    var session: (any RunSession)?
    /// Its record was not found in `steps`: the pick-up publishes it again.
    var isMissing = false
    /// Its checkpoint was fetched for it to go on.
    var isFetched = false
    /// Its pick-up was taken back, since its partition is given up.
    var hasTakenBack = false

    init(checkpoint: Checkpoint, stage: Stage, turn: Int = 0) {
        self.checkpoint = checkpoint
        self.stage = stage
        self.turn = turn
    }

    mutating func turn(to next: Stage) {
        stage = next
        turn += 1
    }

    var jobId: String { checkpoint.run.jobId }
}
