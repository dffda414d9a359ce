/// What a ledger asks of its engine.
enum LedgerEffect {
    /// A run wants a slot.
    case ready(ReadyRun)
    /// A slot that this ledger was granted is free again.
    case slotFree
    case suspectEnded
    /// Perform the run's step in the slot it holds.
    case perform(run: Int)
    /// The task's result is of no use any more.
    case cancel(Ticket)
    /// The table says something that this lease cannot know: it is over, or was never read right.
    case leaseDoubted(String)
    case report(Report)
}

/// A run that wants a slot; void once the run's turn has changed.
struct ReadyRun {
    let partition: Int32
    /// Places and turns start anew with every ledger: one of an earlier opening means another run.
    let opening: Int
    let run: Int
    let turn: Int
    let priority: Int
    /// Its step was handed out before and did not come back: it runs alone among such.
    let isSuspect: Bool
}

/// Something worth a log line; constant message, data in the metadata.
package struct Report: Sendable, Equatable {
    package enum Level: Sendable {
        case debug
        case info
        case warning
        case error
    }
    package let level: Level
    package let message: String
    package let metadata: [String: String]

    package init(_ level: Level, _ message: String, _ metadata: [String: String] = [:]) {
        self.level = level
        self.message = message
        self.metadata = metadata
    }
}
