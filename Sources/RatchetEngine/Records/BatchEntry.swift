import Ratchet

/// One thing that a batch writes, whole or not at all. Never split over two transactions.
package enum BatchEntry: Sendable {
    case run(RunWrite)
    /// Step 0 of a new run, to the partition of its jobId.
    case start(RunFacts, partition: Int32)
    case reject(Rejection)
    /// A command for a run that this partition does not know, to every partition.
    case spread(Command)
    /// A finished run past its retention: tombstones.
    case expire(jobId: String)
}

/// What one event of a run writes: its new checkpoint, and what goes with it.
package struct RunWrite: Sendable {
    package enum Dead: Sendable {
        case unchanged
        case letter(DeadLetter.Reason, final: Bool)
        /// The failure that an earlier letter told of is overcome.
        case resolved
    }

    package var checkpoint: Checkpoint
    /// Whether the step that the checkpoint names is published to `steps`.
    package var publishesStep: Bool
    package var dead: Dead
    package var staged: Staged

    package init(checkpoint: Checkpoint, publishesStep: Bool, dead: Dead = .unchanged, staged: Staged = Staged()) {
        self.checkpoint = checkpoint
        self.publishesStep = publishesStep
        self.dead = dead
        self.staged = staged
    }
}
