import Ratchet

/// The committed status and state of a run: a record of `checkpoints`, the source of truth.
package struct Checkpoint: Sendable {
    /// What last went wrong.
    package struct Failure: Sendable, Equatable {
        package var type: String
        /// At most so much of it that a checkpoint with it can always be written.
        package var message: String
        package var seq: Int
        package var at: Milliseconds
        package var unknown = UnknownMembers()

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

    /// The last command applied to the run, with the time at which the broker appended its row of `mail`.
    package struct AppliedCommand: Sendable, Equatable {
        package var id: String
        package var at: Milliseconds
        package var unknown = UnknownMembers()

        package init(id: String, at: Milliseconds) {
            self.id = id
            self.at = at
        }
    }

    package var run: RunFacts
    /// The next step to perform, or the last when the run is over.
    package var number: StepNumber
    package var standing = Standing.runnable
    package var holds: Holds = []
    /// Its step was handed out, and taken back before it came to an end.
    package var isInterrupted = false
    package var started: Milliseconds?
    package var updated: Milliseconds
    /// Times this step was handed out without coming back.
    package var pickups: Int
    /// Snoozes in a row without a commit of progress.
    package var snoozes: Int
    package var executor: String
    @Rare package var command: AppliedCommand?
    package var progress: Progress?
    /// This checkpoint's step included.
    package var published = Published()
    /// Gone with the next step that succeeds, and its dead letter with it.
    @Rare package var error: Failure?
    package var stateVersion: Int
    /// JSON; nil before `start`, and when the run completed without keeping it.
    package var state: [UInt8]?
    /// Members of its envelope that this program does not know: all later records of the run have them too.
    package var unknown = UnknownMembers()

    /// Whether `dead` may hold a letter that tells of an earlier attempt of this run.
    package var isLetterOpen: Bool { error != nil }

    /// A run that nobody has picked up yet.
    package init(start run: RunFacts, at now: Milliseconds, executor: String) {
        self.run = run
        number = StepNumber(seq: 0, attempt: 1)
        updated = now
        pickups = 0
        snoozes = 0
        self.executor = executor
        stateVersion = 1
    }

    /// A run that nobody has picked up yet, from its first step.
    package init(start step: StepRecord, at now: Milliseconds, executor: String) {
        self.init(start: step.run, at: now, executor: executor)
        unknown = step.unknown
    }
}
