/// How a transaction ended.
package enum CommitOutcome: Sendable {
    case committed
    /// Nothing of it is, or ever will be, visible.
    case aborted(KafkaError, reason: AbortReason)
    /// It may or may not be committed: create the producer anew, then read the committed offsets.
    case unknown(KafkaError)

    package enum AbortReason: Sendable, Equatable {
        /// The group has moved on: wait for the next assignment.
        case generation
        /// A record over the limit.
        case tooLarge
        case timedOut
        /// Refused before the broker heard of it: the batch or a record of it is wrong.
        case invalid
        /// `write` threw an error of its own, found as the cause.
        case write
        case other
    }
}

extension CommitOutcome.AbortReason {
    init(_ error: KafkaError) {
        if error.code.isStaleGeneration {
            self = .generation
        } else if error.code.isTooLarge {
            self = .tooLarge
        } else if error.code.isTimeout {
            self = .timedOut
        } else if error.code == .invalidArgument || error.code == .unknownPartition {
            self = .invalid
        } else if error.code == .writeFailed {
            self = .write
        } else {
            self = .other
        }
    }
}
