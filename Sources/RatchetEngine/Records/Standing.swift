/// Where a run stands: the one thing that decides what becomes of it next.
package enum Standing: Sendable, Equatable {
    /// Its step is to be performed, unless something holds the run.
    case runnable
    case waiting(for: Wake)
    case over(Ending, at: Milliseconds)

    package var isOver: Bool { if case .over = self { true } else { false } }

    package var ending: Ending? { if case .over(let ending, _) = self { ending } else { nil } }

    package var wake: Wake? { if case .waiting(let wake) = self { wake } else { nil } }
}

/// What a run that waits is waiting for.
package struct Wake: Sendable, Equatable {
    package enum Reason: Sendable {
        /// The run asked to go on later, or was wanted later.
        case sleep
        /// The back-off of a failed attempt. Its step is not in `steps` yet: the pick-up publishes it.
        case retry
    }

    package let due: Milliseconds
    package let reason: Reason

    package init(due: Milliseconds, reason: Reason) {
        self.due = due
        self.reason = reason
    }
}

/// How a run ended.
package enum Ending: Sendable, CaseIterable {
    case complete
    case error
    case terminated
}

/// What keeps a run from going on, whatever its standing: all of them must go.
package struct Holds: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The program that last tried cannot run it: lifted by the first one that can.
    package static let blocked = Holds(rawValue: 1 << 0)
    /// By a person: this version never pauses a run, and leaves one alone that another has paused.
    package static let paused = Holds(rawValue: 1 << 1)
    /// At a gate: this version has none, and leaves a run alone that waits at one.
    package static let queued = Holds(rawValue: 1 << 2)
}
