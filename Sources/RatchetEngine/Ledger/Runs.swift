/// The runs of a partition: those that go on, each in a place that stays its own until it is over; those that wait, cold;
/// and the names of those that are over.
struct Runs {
    /// What is known of a jobId.
    enum Known {
        case live(Int)
        case cold(StepNumber)
        case over
        /// This version cannot read its checkpoint, and leaves it alone.
        case unreadable
        case unknown
    }

    private var entries: [RunEntry] = []
    private var freePlaces: [Int] = []
    private var places: [String: Int] = [:]
    var cold = ColdRuns()
    private(set) var finished = FinishedRuns()
    private var unreadable: Set<String> = []
    private(set) var expectedCount = 0
    /// Runs that want a slot to be picked up, for back-pressure.
    private(set) var readyCount = 0
    /// What they hold.
    private(set) var readyBytes = 0
    private(set) var runningCount = 0
    /// Ready runs that were fetched for it.
    private(set) var fetchedCount = 0

    /// Those that are not over.
    var count: Int { places.count + cold.count }

    subscript(place: Int) -> RunEntry {
        _read { yield entries[place] }
        _modify { yield &entries[place] }
    }

    func find(_ jobId: String) -> Known {
        if let place = places[jobId] { return .live(place) }
        if let number = cold.number(of: jobId) { return .cold(number) }
        if finished.contains(jobId) { return .over }
        return unreadable.contains(jobId) ? .unreadable : .unknown
    }

    func contains(_ place: Int) -> Bool { entries.indices.contains(place) }

    /// Places that hold a run, in their order: what is decided does not hang on how a dictionary is hashed.
    var livePlaces: [Int] { entries.indices.filter { places[entries[$0].jobId] == $0 } }

    mutating func add(_ checkpoint: Checkpoint, _ stage: RunEntry.Stage) -> Int {
        let place: Int
        if let free = freePlaces.popLast() {
            place = free
            entries[place] = RunEntry(checkpoint: checkpoint, stage: stage, turn: entries[place].turn + 1)
        } else {
            place = entries.count
            entries.append(RunEntry(checkpoint: checkpoint, stage: stage))
        }
        places[checkpoint.run.jobId] = place
        count(stage, of: place, by: 1)
        return place
    }

    /// The run is over, or gone cold.
    mutating func remove(_ place: Int) {
        places[entries[place].jobId] = nil
        turn(place, to: .waiting)
        entries[place] = RunEntry(checkpoint: .vacant, stage: .waiting, turn: entries[place].turn)
        freePlaces.append(place)
    }

    /// A run that is over: its name stays known until then.
    mutating func remember(_ jobId: String, until due: Milliseconds) { finished.insert(jobId, until: due) }

    mutating func forgetNext(by now: Milliseconds) -> String? { finished.popExpired(by: now) }

    mutating func noteUnreadable(_ jobId: String) { unreadable.insert(jobId) }

    /// It is about to be ready, and counts as fetched until it has its slot.
    mutating func noteFetched(_ place: Int) {
        entries[place].isFetched = true
        fetchedCount += 1
    }

    mutating func turn(_ place: Int, to next: RunEntry.Stage) {
        if entries[place].isFetched, next != .ready {
            entries[place].isFetched = false
            fetchedCount -= 1
        }
        count(entries[place].stage, of: place, by: -1)
        entries[place].turn(to: next)
        count(next, of: place, by: 1)
    }

    private mutating func count(_ stage: RunEntry.Stage, of place: Int, by change: Int) {
        switch stage {
        case .expected: expectedCount += change
        case .ready:
            readyCount += change
            readyBytes += change * entries[place].checkpoint.size
        case .running: runningCount += change
        case .waiting, .held, .pickingUp, .continuing, .settled: break
        }
    }
}

extension Checkpoint {
    /// Of a place without a run.
    fileprivate static let vacant = Checkpoint(
        start: RunFacts(
            jobId: "",
            job: "",
            tenant: nil,
            priority: 0,
            created: 0,
            scheduled: 0,
            origin: Origin(kind: .job, at: ""),
            traceparent: nil,
            parameters: []
        ),
        at: 0,
        executor: ""
    )

    /// Roughly what it takes in a record, or in memory; does not change while the step does not.
    var size: Int { run.parameters.count + (state?.count ?? 0) + unknown.bytes.count + 400 }
}
