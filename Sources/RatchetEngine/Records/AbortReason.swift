/// Why a batch was not committed.
package enum AbortReason: Sendable, Equatable {
    /// The generation of its lease is over.
    case fenced
    /// Something that is in it is refused.
    case refused(String, Fault)
    /// Anything else: worth trying again.
    case transient(String)

    /// What is wrong with a record that is refused.
    package enum Fault: Sendable, Equatable {
        case size
        /// Where it goes to: there is no such topic, or no right to write there.
        case target
        /// When it was sent, by this machine's clock: it is fine as soon as that is.
        case clock
    }

    var isOfTheRecords: Bool {
        if case .refused = self { true } else { false }
    }
}
