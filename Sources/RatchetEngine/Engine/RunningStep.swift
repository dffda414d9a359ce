/// A step from the moment in which its run is granted a slot, and how much of its time is used.
struct RunningStep {
    /// Where its result belongs.
    enum Home {
        case ledger(place: Int)
        case parked(jobId: String)
    }

    let partition: Int
    var home: Home
    let isSuspect: Bool
    private var clock: Clock?

    private struct Clock {
        let jobId: String
        let deadline: Milliseconds
        let regionLimit: Milliseconds
        /// Time used outside interruptible regions, up to `since`.
        var used: Milliseconds = 0
        var since: Milliseconds
        var isInRegion = false
    }

    init(_ ready: ReadyRun) {
        partition = Int(ready.partition)
        home = .ledger(place: ready.run)
        isSuspect = ready.isSuspect
    }

    /// Its pick-up is committed: its time begins.
    mutating func begin(
        _ jobId: String,
        deadline: Milliseconds,
        regionLimit: Milliseconds,
        at now: Moment
    ) {
        clock = Clock(jobId: jobId, deadline: deadline, regionLimit: regionLimit, since: now.uptime)
    }

    /// Nil while its pick-up is on its way.
    var jobId: String? { clock?.jobId }

    mutating func enterRegion(at now: Moment) {
        guard let clock, !clock.isInRegion else { return }
        self.clock?.used += now.uptime - clock.since
        self.clock?.since = now.uptime
        self.clock?.isInRegion = true
    }

    mutating func leaveRegion(at now: Moment) {
        guard let clock, clock.isInRegion else { return }
        self.clock?.since = now.uptime
        self.clock?.isInRegion = false
    }

    /// The limit that is passed, if one is.
    func passedLimit(at now: Moment) -> Milliseconds? {
        guard let clock else { return nil }
        let time = now.uptime - clock.since
        if clock.isInRegion { return time > clock.regionLimit ? clock.regionLimit : nil }
        return clock.used + time > clock.deadline ? clock.deadline : nil
    }
}
