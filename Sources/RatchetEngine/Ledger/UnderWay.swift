/// Steps that a commit may wait for.
struct UnderWay {
    /// With the uptime since when; entries whose run has moved on are void.
    private var steps = Deque<(run: Int, turn: Int, since: Milliseconds)>()

    mutating func add(_ run: Int, turn: Int, at now: Moment) { steps.append((run, turn, now.uptime)) }

    /// Whether a step was begun a moment ago and not settled: it is about to, for all that is known.
    mutating func isAboutToSettle(at now: Moment, patience: Milliseconds, _ runs: borrowing Runs) -> Bool {
        while let first = steps.first {
            if runs[first.run].turn == first.turn, now.uptime - first.since < patience { return true }
            _ = steps.popFirst()
        }
        return false
    }
}
