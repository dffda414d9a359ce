/// Something in the topics that must never be there, or is missing.
package struct Violation: Sendable, Hashable {
    /// Their names are part of the output of `ratchet audit`.
    package enum Kind: String, Sendable, CaseIterable {
        /// A record that only Ratchet writes cannot be read.
        case unreadable
        /// A record lies in another partition than its run's, or a row of mail than that of whom it is for.
        case wrongPartition

        /// Between two checkpoints of a run there must have been another.
        case gap
        /// A step is committed a second time.
        case committedTwice
        /// A checkpoint follows the run's end.
        case afterEnd
        /// A step is committed that was not handed out after its wait.
        case notHandedOut
        /// The attempt grows without a failure that waits for its retry.
        case retriedAtOnce
        /// More attempts than the job's policy has.
        case tooManyAttempts
        /// A step was handed out more often than is allowed without coming back.
        case tooManyPickups
        /// The checkpoint is deleted before the run is over.
        case forgotten

        /// A record of `steps` has no checkpoint of its run.
        case withoutCheckpoint
        /// A record of `steps` is further than its run.
        case aheadOfCheckpoint
        /// The live step of a run lies twice in `steps`, or one that is done comes again.
        case twoLiveSteps
        /// The run is neither over, nor waits for a time, nor has a live step.
        case lost

        /// The group has read the trigger, and nothing came of it.
        case triggerLost
        /// The group has read the first step of a run, and nothing came of it.
        case startLost

        /// A row of mail is not settled, though there was time enough.
        case mailLeft

        /// A failed attempt has no dead letter.
        case letterMissing
        /// What the dead letter tells of is overcome.
        case letterLeft
        /// The dead letter is of a run that has no checkpoint.
        case letterWithoutCheckpoint

        /// A published record is there twice.
        case outputTwice
        /// Records that committed steps have published are not there.
        case outputMissing
        /// No committed step has published the record.
        case outputWithoutStep
    }

    package let kind: Kind
    /// Of the record that shows it; for something that is missing, of the record that says it must be there.
    package let place: RecordPlace
    package let jobId: String?
    /// What is wrong, in words.
    package let message: String

    package init(_ kind: Kind, at place: RecordPlace, of jobId: String?, _ message: String) {
        self.kind = kind
        self.place = place
        self.jobId = jobId
        self.message = message
    }
}
