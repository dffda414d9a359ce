/// How a transaction ended.
///
/// Whatever it says, `TransactionalProducer.needsRecreation` says whether the producer may be used again.
package enum CommitOutcome: Sendable {
    case committed
    /// Nothing of it is, or ever will be, visible: the commit was never asked for, or refused and then aborted.
    case aborted(KafkaError, reason: AbortReason)
    /// The commit was asked for, and what became of it is not known: create the producer anew, which settles it, then
    /// read the committed offsets.
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
        /// The producer failed, not the batch: recreate it, then commit the same again.
        case producer
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
