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
