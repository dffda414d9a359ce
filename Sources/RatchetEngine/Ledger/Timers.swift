/// When runs go on that wait for a short while, by the wall clock.
struct Timers {
    private struct Wake: Comparable {
        let due: Milliseconds
        let run: Int
        let turn: Int

        static func < (left: Self, right: Self) -> Bool { left.due < right.due }
    }

    private var wakes = Heap<Wake>()

    var next: Milliseconds? { wakes.min?.due }

    /// Void once the run's turn has changed.
    mutating func wake(_ run: Int, turn: Int, at due: Milliseconds) {
        wakes.insert(Wake(due: due, run: run, turn: turn))
    }

    mutating func popWake(dueBy now: Milliseconds) -> (run: Int, turn: Int)? {
        guard let wake = wakes.min, wake.due <= now else { return nil }
        _ = wakes.popMin()
        return (wake.run, wake.turn)
    }
}
