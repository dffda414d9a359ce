/// Runs that wait, and whose checkpoints lie in the log only: no more than it takes to know them and to wake them.
struct ColdRuns {
    private struct Cold {
        let number: StepNumber
        let due: Milliseconds
        let offset: Int64
        var isWanted = false
    }

    private struct Timer: Comparable {
        let due: Milliseconds
        let jobId: String

        static func < (left: Self, right: Self) -> Bool { left.due < right.due }
    }

    private var runs: [String: Cold] = [:]
    private var timers = Heap<Timer>()
    /// Runs for which something has come up before their time.
    private var wanted = Deque<String>()
    /// Checkpoints have been asked for.
    private(set) var isFetching = false

    var count: Int { runs.count }
    var isEmpty: Bool { runs.isEmpty }

    func number(of jobId: String) -> StepNumber? { runs[jobId]?.number }

    mutating func add(_ run: ColdRun) {
        runs[run.jobId] = Cold(number: run.number, due: run.due, offset: run.offset)
        timers.insert(Timer(due: run.due, jobId: run.jobId))
        // Of runs that were terminated timers are left, which may be due in years.
        if timers.count > 2 * runs.count + Self.timerRoom {
            timers.removeAll { [runs] timer in runs[timer.jobId]?.due != timer.due }
        }
    }

    private static let timerRoom = 1_024

    /// Something has come up for the run: its checkpoint is fetched, whatever its time.
    mutating func want(_ jobId: String) {
        guard runs[jobId]?.isWanted == false else { return }
        runs[jobId]?.isWanted = true
        wanted.append(jobId)
    }

    /// The offsets of checkpoints to be fetched; none while others are.
    ///
    /// - Parameters:
    ///   - now: runs that are due by then are to go on.
    ///   - limit: the most of them.
    /// - Returns: in their order.
    mutating func takeNext(dueBy now: Milliseconds, upTo limit: Int) -> [Int64] {
        guard !isFetching else { return [] }
        while wanted.count < limit, let timer = timers.min, timer.due <= now {
            _ = timers.popMin()
            if runs[timer.jobId]?.due == timer.due { want(timer.jobId) }
        }
        var offsets: [Int64] = []
        while offsets.count < limit, let jobId = wanted.popFirst() {
            if let run = runs[jobId] { offsets.append(run.offset) }
        }
        guard !offsets.isEmpty else { return [] }
        isFetching = true
        return offsets.sorted()
    }

    mutating func endFetch() { isFetching = false }

    /// The run goes on, or is looked at: it is not kept here any more.
    ///
    /// - Returns: when it is due; nil when it is not here, or not at that offset.
    mutating func take(_ jobId: String, at offset: Int64) -> Milliseconds? {
        guard let run = runs[jobId], run.offset == offset else { return nil }
        runs[jobId] = nil
        return run.due
    }

    /// When the next one is due; nil while others are fetched.
    var nextDue: Milliseconds? {
        if isFetching || runs.isEmpty { return nil }
        return wanted.isEmpty ? timers.min?.due : .min
    }
}
