/// A run that waits, as its owner keeps it: what else its checkpoint says is fetched when it goes on.
package struct ColdRun: Sendable {
    package let jobId: String
    package let number: StepNumber
    package let due: Milliseconds
    /// Of its checkpoint in `checkpoints`.
    package let offset: Int64

    package init(jobId: String, number: StepNumber, due: Milliseconds, offset: Int64) {
        self.jobId = jobId
        self.number = number
        self.due = due
        self.offset = offset
    }

    /// Nil unless nothing but a time keeps the run from going on.
    package init?(_ checkpoint: Checkpoint, at offset: Int64) {
        guard case .waiting(let due) = checkpoint.onward(lifting: []) else { return nil }
        self.init(jobId: checkpoint.run.jobId, number: checkpoint.number, due: due, offset: offset)
    }
}

/// What was found where a checkpoint was to be fetched.
package struct FetchedCheckpoint: Sendable {
    package enum Content: Sendable {
        case found(Checkpoint)
        /// This version cannot read it.
        case unreadable(jobId: String)
        case missing
    }

    package let offset: Int64
    package let content: Content

    package init(offset: Int64, _ content: Content) {
        self.offset = offset
        self.content = content
    }
}

/// Where a batch has written the checkpoint of a run that waits.
package struct CheckpointPlace: Sendable {
    package let partition: Int32
    package let jobId: String
    package let offset: Int64

    package init(partition: Int32, jobId: String, offset: Int64) {
        self.partition = partition
        self.jobId = jobId
        self.offset = offset
    }
}
