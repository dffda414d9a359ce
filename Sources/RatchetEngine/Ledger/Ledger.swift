import Ratchet

/// The owner's state machine for one partition under one lease.
///
/// Pure: no clock, no I/O, no task of its own.
///
/// A run enters by the table or by its step 0 (`Arrive`), gets a slot (`PickUp`), is performed, its result becomes a write
/// (`Settle`), the write is committed in a batch (`Commit`), and the run goes on (`Continue`): see `Flow/StepFlow.swift`.
struct Ledger: ~Copyable {
    let partition: Int32
    /// One reading of the table: what is meant for an earlier one is void.
    let opening: Int
    let lease: Int
    let configuration: EngineConfiguration
    let rules: [String: JobRules]
    let settlement: Settlement

    /// Runs that are not over, in places that stay theirs until they are; free places are reused.
    var runs: [RunEntry] = []
    var freePlaces: [Int] = []
    var places: [String: Int] = [:]
    /// Runs that are over and not yet forgotten.
    var over: Set<String> = []
    var expiries = Heap<Expiry>()
    var timers = Heap<Timer>()

    /// Next offset to be delivered, by inbox.
    var positions: [Int64]
    /// Where `steps` ended when the partition was assigned: a live run whose record lies below shows up before it.
    let stepsEnd: Int64
    var expectedCount = 0
    /// Offsets of records that are not done, ascending; entries whose run has moved on are void.
    var undone = Deque<(offset: Int64, run: Int)>()
    /// Records from the first that is ahead of its checkpoint while a batch is in flight.
    var heldSteps = Deque<Arrival>()
    var heldCommands = Deque<(offset: Int64, appended: Milliseconds, decision: CommandDecision)>()

    var pending: [PendingWrite] = []
    var pendingBytes = 0
    var inFlight: [PendingWrite] = []
    var hasBatchInFlight = false
    var trouble = Trouble()
    var refused = RefusedWrites()
    /// Runs in stage `ready`, for back-pressure.
    var readyCount = 0
    /// What they hold.
    var readyBytes = 0
    /// Runs whose step is under way, with the uptime since when; entries whose run has moved on are void.
    private var underWay = Deque<(run: Int, turn: Int, since: Milliseconds)>()
    /// Uptime of the event that is handled.
    private var uptime: Milliseconds = 0
    /// Since when there has been something to commit and nothing in flight; uptime.
    var commitWanted: Milliseconds?
    var closing: Closing?

    struct Timer: Comparable {
        let due: Milliseconds
        let run: Int
        let turn: Int

        static func < (left: Self, right: Self) -> Bool { left.due < right.due }
    }

    struct Expiry: Comparable {
        let due: Milliseconds
        let jobId: String

        static func < (left: Self, right: Self) -> Bool { left.due < right.due }
    }

    init(
        partition: Int32,
        opening: Int,
        lease: Int,
        positions: [Int64],
        stepsEnd: Int64,
        configuration: EngineConfiguration,
        rules: [String: JobRules]
    ) {
        self.partition = partition
        self.opening = opening
        self.lease = lease
        self.positions = positions
        self.stepsEnd = stepsEnd
        self.configuration = configuration
        self.rules = rules
        settlement = Settlement(configuration: configuration)
    }

    // MARK: Places

    mutating func add(_ entry: RunEntry) -> Int {
        let place: Int
        if let free = freePlaces.popLast() {
            place = free
            let turn = runs[place].turn + 1
            runs[place] = entry
            runs[place].turn = turn
        } else {
            place = runs.count
            runs.append(entry)
        }
        places[entry.checkpoint.run.jobId] = place
        return place
    }

    /// Takes a run out of the live ones; its jobId stays known when it is over.
    mutating func remove(_ place: Int) {
        let checkpoint = runs[place].checkpoint
        places[checkpoint.run.jobId] = nil
        turn(place, to: .waiting)
        runs[place].session = nil
        runs[place].undone = nil
        freePlaces.append(place)
        if checkpoint.status.isOver { remember(checkpoint) }
    }

    mutating func turn(_ place: Int, to next: RunEntry.Stage) {
        runs[place].stage = next
        runs[place].turn += 1
        if next.isUnderWay { underWay.append((place, runs[place].turn, uptime)) }
    }

    /// Whether a step is under way that was begun a moment ago: it is about to settle, for all that is known.
    mutating func isAboutToSettle(at now: Moment, patience: Milliseconds) -> Bool {
        while let first = underWay.first {
            if runs[first.run].turn == first.turn, now.uptime - first.since < patience { return true }
            _ = underWay.popFirst()
        }
        return false
    }

    /// Called with every event, before it is handled.
    mutating func note(_ now: Moment) {
        uptime = now.uptime
    }

    /// Called with every event, after it was handled.
    mutating func noteCommitWanted() {
        if pending.isEmpty { commitWanted = nil }
        if commitWanted == nil, !pending.isEmpty, !hasBatchInFlight { commitWanted = uptime }
    }

    mutating func remember(_ checkpoint: Checkpoint) {
        over.insert(checkpoint.run.jobId)
        let finished = checkpoint.finished ?? checkpoint.updated
        expiries.insert(Expiry(due: finished + configuration.retention, jobId: checkpoint.run.jobId))
    }

    /// Places that hold a run, in their order: what is decided does not hang on how a dictionary is hashed.
    var livePlaces: [Int] {
        runs.indices.filter { places[runs[$0].checkpoint.run.jobId] == $0 }
    }

    var liveRuns: [RunEntry] { livePlaces.map { runs[$0] } }

    // MARK: Pending writes

    mutating func append(
        _ entry: BatchEntry,
        _ meaning: PendingWrite.Meaning,
        run: Int = -1,
        source: (Inbox, Int64)? = nil
    ) {
        let write = PendingWrite(entry, meaning, run: run, source: source)
        pending.append(write)
        pendingBytes += write.bytes
    }

    /// Takes a run's write back that is in no batch yet.
    mutating func withdraw(_ place: Int) {
        guard !runs[place].isInFlight else { return }
        refused.withdraw(place)
        pending.removeAll { write in
            guard write.run == place else { return false }
            pendingBytes -= write.bytes
            return true
        }
    }

    /// Whether more waits here, times `factor`, than this partition's part of what the executor may hold.
    func isFull(by factor: Int, amongst owned: Int) -> Bool {
        (readyCount + heldSteps.count) * factor > max(1, configuration.readyLimit / owned)
            || (readyBytes + pendingBytes + refused.bytes) * factor > configuration.pendingLimit / owned
    }

    /// The facts that a log line about a run carries.
    func metadata(_ place: Int) -> [String: String] {
        let checkpoint = runs[place].checkpoint
        return [
            "job.id": checkpoint.run.jobId, "job.name": checkpoint.run.job, "step.seq": "\(checkpoint.number.seq)",
            "partition": "\(partition)",
        ]
    }
}
