import Ratchet

/// What one event of a run writes: its new checkpoint, and what goes with it.
package final class RunWrite: Sendable {
    package enum Dead: Sendable {
        case unchanged
        /// The attempt that failed, with the run's state as it stands in the checkpoint.
        case letter(DeadLetter.Reason, failed: StepNumber, final: Bool)
        /// The failure that an earlier letter told of is overcome.
        case resolved
    }

    package let checkpoint: Checkpoint
    /// Whether the step that the checkpoint names is published to `steps`.
    package let publishesStep: Bool
    package let dead: Dead
    package let staged: Staged
    /// Rows of the run's mail whose effect this is.
    package let settles: [MailKey]

    /// Whether its step writes to topics of its choice.
    package var publishes: Bool { !staged.isEmpty }

    package init(
        checkpoint: Checkpoint,
        publishesStep: Bool = false,
        dead: Dead = .unchanged,
        staged: Staged = Staged(),
        settles: [MailKey] = []
    ) {
        self.checkpoint = checkpoint
        self.publishesStep = publishesStep
        self.dead = dead
        self.staged = staged
        self.settles = settles
    }

    /// The same, with more rows of mail settled.
    func settling(_ keys: [MailKey]) -> RunWrite {
        RunWrite(
            checkpoint: checkpoint,
            publishesStep: publishesStep,
            dead: dead,
            staged: staged,
            settles: settles + keys
        )
    }
}
