/// What came of a simulated schedule.
public struct SimulationReport: Sendable, CustomStringConvertible {
    /// Gives the same schedule again.
    public let seed: UInt64
    /// What was wrong; nil when every invariant held.
    public let violation: String?
    /// Things that happened.
    public let events: Int
    /// Transactions that committed.
    public let commits: Int
    /// Calls of the jobs.
    public let calls: Int
    /// What happened, in order; empty unless something was wrong or it was asked for.
    public let trace: [String]

    /// The seed and the violation, with the trace that led to it; of a long one, its beginning and its end.
    public var description: String {
        let end =
            violation.map { "VIOLATION, seed \(seed): \($0)" }
            ?? "seed \(seed): all held, \(commits) commits, \(calls) calls, \(events) events"
        let left = trace.count - 2 * Self.shownLines
        guard left > 0 else { return (trace + [end]).joined(separator: "\n") }
        let cut = ["          … \(left) lines …"]
        return (trace.prefix(Self.shownLines) + cut + trace.suffix(Self.shownLines) + [end]).joined(separator: "\n")
    }

    private static let shownLines = 1_000
}
