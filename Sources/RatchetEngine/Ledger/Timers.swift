/// When runs go on and when names are forgotten, by the wall clock.
struct Timers {
    private struct Wake: Comparable {
        let due: Milliseconds
        let run: Int
        let turn: Int

        static func < (left: Self, right: Self) -> Bool { left.due < right.due }
    }

    private struct Expiry: Comparable {
        let due: Milliseconds
        let jobId: String

        static func < (left: Self, right: Self) -> Bool { left.due < right.due }
    }

    private var wakes = Heap<Wake>()
    private var expiries = Heap<Expiry>()

    var nextWake: Milliseconds? { wakes.min?.due }
    var nextExpiry: Milliseconds? { expiries.min?.due }

    /// Void once the run's turn has changed.
    mutating func wake(_ run: Int, turn: Int, at due: Milliseconds) {
        wakes.insert(Wake(due: due, run: run, turn: turn))
    }

    mutating func forget(_ jobId: String, at due: Milliseconds) { expiries.insert(Expiry(due: due, jobId: jobId)) }

    mutating func popWake(dueBy now: Milliseconds) -> (run: Int, turn: Int)? {
        guard let wake = wakes.min, wake.due <= now else { return nil }
        _ = wakes.popMin()
        return (wake.run, wake.turn)
    }

    mutating func popExpiry(dueBy now: Milliseconds) -> String? {
        guard let expiry = expiries.min, expiry.due <= now else { return nil }
        _ = expiries.popMin()
        return expiry.jobId
    }
}
