import Ratchet

/// Everything that can happen to an executor.
package enum EngineEvent: Sendable {
    /// The group gave these partitions to this member; the lease stands for the generation, captured in that moment.
    case assigned(lease: Int, [Int32])
    /// The group takes them back and waits for `released`.
    case revoked([Int32])
    /// They are gone already.
    case lost([Int32])
    case committedRead(ReadPurpose, Int32, CommittedPositions)
    case endsRead(opening: Int, Int32, LogEnds)
    case tableRead(opening: Int, Int32, Table)
    case arrived(opening: Int, Int32, [Arrival])
    case performed(Ticket, StepResult, session: (any RunSession)?)
    case enteredRegion(Ticket)
    case leftRegion(Ticket)
    case batchEnded(id: Int, BatchOutcome)
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

/// What the group has committed for a partition; nil where it has nothing.
package struct CommittedPositions: Sendable {
    package var offsets: [Inbox: Int64]
    /// Of the offset of `steps`.
    package var mark: CommitMark?

    package init(offsets: [Inbox: Int64], mark: CommitMark?) {
        self.offsets = offsets
        self.mark = mark
    }
}

/// How far the logs of a partition reach.
package struct LogEnds: Sendable {
    /// First offset that is still there, by inbox.
    package var starts: [Inbox: Int64]
    /// High watermark of `steps`.
    package var steps: Int64
    /// High watermark of `checkpoints`.
    package var checkpoints: Int64

    package init(starts: [Inbox: Int64], steps: Int64, checkpoints: Int64) {
        self.starts = starts
        self.steps = steps
        self.checkpoints = checkpoints
    }
}

/// `checkpoints` of one partition, the last of each run.
package struct Table: Sendable {
    package var checkpoints: [Checkpoint]
    /// Runs whose checkpoint cannot be read by this program: left alone.
    package var unreadable: [String]

    package init(checkpoints: [Checkpoint], unreadable: [String] = []) {
        self.checkpoints = checkpoints
        self.unreadable = unreadable
    }
}

/// How a transaction ended.
package enum BatchOutcome: Sendable, Equatable {
    case committed
    case aborted(AbortReason)
    /// Nobody knows. Reported only when its producer was made anew, so that nothing of it is open any more.
    case unknown
}
