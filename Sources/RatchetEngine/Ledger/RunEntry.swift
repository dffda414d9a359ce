import Ratchet

/// A run that is not over, as its owner holds it.
struct RunEntry {
    /// Where the run stands between two commits.
    enum Stage: Equatable {
        /// Live by the table; its record in `steps` has not been delivered yet.
        case expected
        /// Until its due time, in the ledger's timers.
        case waiting
        /// This program cannot run it.
        case blocked
        /// Wants a slot, then a pick-up.
        case ready
        /// Holds a slot; its pick-up is pending or in flight.
        case pickingUp
        /// Wants a slot; continues a step that this lease committed.
        case continuing
        case running(Ticket)
        /// Its result is pending or in flight.
        case settled

        /// Its step is performed, or about to be: it will settle.
        var isUnderWay: Bool {
            switch self {
            case .continuing, .running: true
            case .expected, .waiting, .blocked, .ready, .pickingUp, .settled: false
            }
        }
    }

    /// As committed; of a start that no batch has written yet, as it will begin.
    var checkpoint: Checkpoint
    var stage: Stage
    /// Changes with the stage, so that what was meant for an earlier one is recognised.
    var turn = 0
    /// Offset of the record of its live step, while that is not done.
    var undone: Int64?
    /// What the steps of this run keep on this executor.
    var session: (any RunSession)?
    /// Its record was not found in `steps`: the pick-up publishes it again.
    var isMissing = false
    /// Its pick-up was taken back, since its partition is given up.
    var hasTakenBack = false
    /// It is the one suspect that runs.
    var holdsSuspicion = false
    /// A batch with a write of this run has no outcome yet.
    var isInFlight = false

    init(checkpoint: Checkpoint, stage: Stage) {
        self.checkpoint = checkpoint
        self.stage = stage
    }

    /// May begin its step.
    var holdsSlot: Bool { stage == .pickingUp || stage == .continuing }
}

/// One call of user code, unique within a process.
package struct Ticket: Hashable, Comparable, Sendable {
    package let serial: Int

    package init(serial: Int) { self.serial = serial }

    package static func < (left: Self, right: Self) -> Bool { left.serial < right.serial }
}
