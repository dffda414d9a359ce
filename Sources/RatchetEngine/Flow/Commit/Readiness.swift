/// How far a partition is with its next batch.
enum Readiness: Equatable {
    /// Nothing to commit now, and nothing soon.
    case idle
    /// Nothing to commit yet, but steps are about to settle.
    case underWay
    /// After an abort; uptime.
    case resting(until: Milliseconds)
    /// Something to commit, and steps that are about to settle: worth waiting for, until then.
    case gathering(until: Milliseconds)
    /// All that was about to settle has; worth sharing a transaction, until then.
    case complete(until: Milliseconds)
    /// It must not wait any longer.
    case due

    /// When it changes by time alone.
    var until: Milliseconds? {
        switch self {
        case .resting(let until), .gathering(let until), .complete(let until): until
        case .idle, .underWay, .due: nil
        }
    }
}
