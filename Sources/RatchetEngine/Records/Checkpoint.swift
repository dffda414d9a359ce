import Ratchet

/// The committed status and state of a run: a record of `checkpoints`, the source of truth.
package struct Checkpoint: Sendable {
    /// OCP's states 0 to 5.
    package enum Status: String, Sendable, CaseIterable {
        case pending
        case scheduled
        case running
        case complete
        case error
        case terminated

        package var isOver: Bool { self == .complete || self == .error || self == .terminated }
    }

    /// Finer than the status.
    package enum Phase: String, Sendable, CaseIterable {
        case queued
        case sleeping
        case retrying
        case paused
        case blocked
        case interrupted
        case suspect
        case skipped
    }

    /// What last went wrong.
    package struct Failure: Sendable, Equatable {
        package let type: String
        /// At most so much of it that a checkpoint with it can always be written.
        package let message: String
        package let seq: Int
        package let at: Milliseconds

        package static let messageLimit = 4_096

        package init(type: String, message: String, seq: Int, at: Milliseconds) {
            self.type = type
            self.message =
                message.utf8.count > Self.messageLimit
                ? String(decoding: message.utf8.prefix(Self.messageLimit), as: UTF8.self) : message
            self.seq = seq
            self.at = at
        }
    }

    /// The last command applied to the run, with the broker's append time.
    package struct AppliedCommand: Sendable, Equatable {
        package let id: String
        package let at: Milliseconds

        package init(id: String, at: Milliseconds) {
            self.id = id
            self.at = at
        }
    }

    package let run: RunFacts
    /// The next step to perform, or the last when the run is over.
    package var number: StepNumber
    package var status: Status
    package var phase: Phase?
    /// When a waiting run goes on.
    package var due: Milliseconds?
    package var started: Milliseconds?
    package var updated: Milliseconds
    package var finished: Milliseconds?
    /// Times this step was handed out without coming back.
    package var pickups: Int
    /// Snoozes in a row without a commit of progress.
    package var snoozes: Int
    package var executor: String
    package var command: AppliedCommand?
    package var progress: Progress?
    /// This checkpoint's step included.
    package var published = Published()
    /// Gone with the next step that succeeds, and its dead letter with it.
    package var error: Failure?
    package var stateVersion: Int
    /// JSON; nil before `start`, and when the run completed without keeping it.
    package var state: [UInt8]?

    /// Whether `dead` may hold a letter that tells of an earlier attempt of this run.
    package var isLetterOpen: Bool { error != nil }

    /// A run that nobody has picked up yet.
    package init(start run: RunFacts, at now: Milliseconds, executor: String) {
        self.run = run
        number = StepNumber(seq: 0, attempt: 1)
        status = .pending
        updated = now
        pickups = 0
        snoozes = 0
        self.executor = executor
        stateVersion = 1
    }
}
