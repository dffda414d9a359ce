/// Why a batch was not committed.
package enum AbortReason: Sendable, Equatable {
    /// The generation of its lease is over.
    case fenced
    /// Something that is in it is refused, and will be again: its topic does not exist, or it is too large.
    case refused(String, isTooLarge: Bool)
    /// Anything else: worth trying again.
    case transient(String)

    var isOfTheRecords: Bool {
        if case .refused = self { true } else { false }
    }

    var isTooLarge: Bool {
        if case .refused(_, isTooLarge: true) = self { true } else { false }
    }
}
