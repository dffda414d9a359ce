/// How to get a batch through that was aborted: the same again, then halves, so that one record that the broker refuses
/// is found and the others are not held up by it.
struct Trouble {
    /// Aborts of batches of the present size.
    private(set) var failures = 0
    /// Entries in the next batch; nil for as many as fit.
    private(set) var limit: Int?
    /// Uptime before which nothing is tried.
    private(set) var restUntil: Milliseconds = 0
    /// Batches of several partitions failed: the next one is this partition's alone.
    var isAlone: Bool { failures > 0 || limit != nil }

    /// librdkafka 2.0.2 fails twice more after an oversize record.
    static let triesPerSize = 3
    static let longestRest: Milliseconds = 1_000

    /// True when a batch of one entry has been refused often enough, for a reason of its own.
    mutating func aborted(entries: Int, _ reason: AbortReason, at now: Moment) -> Bool {
        failures += 1
        restUntil = now.uptime + min(Milliseconds(10 << min(failures, 7)), Self.longestRest)
        guard failures >= Self.triesPerSize, reason.isOfTheRecords else { return false }
        if entries == 1 {
            self = Trouble()
            return true
        }
        failures = 0
        limit = max(1, entries / 2)
        return false
    }

    mutating func committed(leaving rest: Int) {
        failures = 0
        if rest == 0 { limit = nil }
    }
}
