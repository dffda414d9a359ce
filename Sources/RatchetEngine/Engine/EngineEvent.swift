import Ratchet

/// Everything that can happen to an executor.
package enum EngineEvent: Sendable {
    /// The group gave these partitions to this member; the lease stands for the generation, captured in that moment.
    case assigned(lease: Int, [Int32])
    /// The group takes them back and waits for `released`.
    case revoked([Int32])
    /// They are gone already.
    case lost([Int32])
    indirect case committedRead(ReadPurpose, Int32, CommittedPositions)
    indirect case endsRead(opening: Int, Int32, LogEnds)
    /// A part of the tables; the last one has `mailEnd`.
    indirect case tableRead(opening: Int, Int32, Table)
    case arrived(opening: Int, Int32, [Arrival])
    case performed(Ticket, StepResult, session: (any RunSession)?)
    case enteredRegion(Ticket)
    case leftRegion(Ticket)
    /// With the places of the checkpoints of runs that wait, as far as they are known.
    indirect case batchEnded(id: Int, BatchOutcome, places: [CheckpointPlace] = [])
    case fetched(opening: Int, Int32, [FetchedCheckpoint])
    /// The time that `nextWake` asked for, or earlier.
    case tick
    /// Finish what runs, take nothing new, leave the group.
    case stop
    /// The group is left.
    case left
}

package enum ReadPurpose: Sendable, Hashable {
    case opening(Int)
    case outcome(batch: Int)
}

/// How a transaction ended.
package enum BatchOutcome: Sendable, Equatable {
    case committed
    case aborted(AbortReason)
    /// Nobody knows. Reported only when its producer was made anew, so that nothing of it is open any more.
    case unknown
}
