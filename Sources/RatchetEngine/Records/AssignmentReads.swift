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
    /// High watermark of `mail`.
    package var mail: Int64

    package init(starts: [Inbox: Int64], steps: Int64, checkpoints: Int64, mail: Int64) {
        self.starts = starts
        self.steps = steps
        self.checkpoints = checkpoints
        self.mail = mail
    }
}

/// A part of the tables of one partition: of `checkpoints` the last of each run, of `mail` the rows that are not settled.
package struct Table: Sendable {
    /// Of runs that go on, and of any others.
    package var checkpoints: [Checkpoint] = []
    /// Runs that wait, whose checkpoints are not handed over.
    package var cold: [ColdRun] = []
    /// Runs that are over, and since when.
    package var finished: [(jobId: String, at: Milliseconds)] = []
    /// Runs whose checkpoint cannot be read by this program: left alone.
    package var unreadable: [String] = []
    /// In the order of their offsets, across all parts.
    package var mail: [MailRow] = []
    /// Set with the last part: where `mail` is to be followed from.
    package var mailEnd: Int64?

    package init() {}

    /// Runs and rows of mail in it.
    package var count: Int { checkpoints.count + cold.count + finished.count + unreadable.count + mail.count }
}
