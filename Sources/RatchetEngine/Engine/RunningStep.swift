/// A step whose task runs, and how much of its time is used.
struct RunningStep {
    /// Where its result belongs.
    enum Home {
        case ledger(place: Int)
        case parked(jobId: String)
    }

    let partition: Int
    var home: Home
    let isSuspect: Bool
    let deadline: Milliseconds
    let regionLimit: Milliseconds
    /// Time used outside interruptible regions, up to `since`.
    private var used: Milliseconds = 0
    private var since: Milliseconds
    private(set) var isInRegion = false

    init(
        partition: Int,
        place: Int,
        isSuspect: Bool,
        deadline: Milliseconds,
        regionLimit: Milliseconds,
        at now: Moment
    ) {
        self.partition = partition
        home = .ledger(place: place)
        self.isSuspect = isSuspect
        self.deadline = deadline
        self.regionLimit = regionLimit
        since = now.uptime
    }

    mutating func enterRegion(at now: Moment) {
        guard !isInRegion else { return }
        used += now.uptime - since
        since = now.uptime
        isInRegion = true
    }

    mutating func leaveRegion(at now: Moment) {
        guard isInRegion else { return }
        since = now.uptime
        isInRegion = false
    }

    /// The limit that is passed, if one is.
    func passedLimit(at now: Moment) -> Milliseconds? {
        if isInRegion { return now.uptime - since > regionLimit ? regionLimit : nil }
        return used + now.uptime - since > deadline ? deadline : nil
    }
}
