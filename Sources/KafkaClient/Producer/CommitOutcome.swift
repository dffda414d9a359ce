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
        /// A record was sent at a time that its topic does not take (`message.timestamp.after.max.ms`, KIP-937): this
        /// machine's clock or the broker's is off.
        case timestamp
        /// A record or its topic, by whoever sends it and whenever.
        case refused
        /// `write` threw an error of its own, found as the cause.
        case write
        /// The batch had no fence, or an offset that cannot be committed: the broker never heard of it.
        case invalid
        case timedOut
        /// The producer failed, not the batch: recreate it, then commit the same again.
        case producer
        case other

        /// Sent again, it would be aborted again, until the record at fault is out of it.
        package var isOfTheRecords: Bool { [.tooLarge, .timestamp, .refused, .write].contains(self) }
    }
}

extension CommitOutcome {
    /// A record or its topic was refused.
    var isRefusal: Bool {
        if case .aborted(_, .refused) = self { true } else { false }
    }
}

extension CommitOutcome.AbortReason {
    /// What an error means that is about the records of a transaction; the same code means something else about the
    /// group's offsets or the end of the transaction.
    init(ofRecords error: KafkaError) {
        if error.code.isTooLarge {
            self = .tooLarge
        } else if error.code == .invalidTimestamp {
            self = .timestamp
        } else if error.code == .writeFailed {
            self = .write
        } else if error.code.isOfTheRecord {
            self = .refused
        } else {
            self = error.code.isTimeout ? .timedOut : .other
        }
    }
}
