/// A batch entry that waits for its commit, and what it means to the ledger when it is committed.
struct PendingWrite {
    /// What the entry does to its run.
    enum Meaning: Equatable {
        /// Counts the hand-out of the step; it is performed when this is committed.
        case pickUp
        /// The run moves on, waits, is parked or over, as its checkpoint says.
        case settle
        /// Takes back the pick-up of a step that goes on without a lease.
        case takeBack
        /// Belongs to no run of this ledger.
        case other
    }

    private(set) var entry: BatchEntry
    let meaning: Meaning
    /// The run's place in the ledger; -1 for none.
    let run: Int
    /// The record that is done with this entry.
    let source: (inbox: Inbox, offset: Int64)?
    private(set) var bytes: Int
    /// Of a step's success that is refused its failure, and the other way round.
    var alternative: BatchEntry?

    init(
        _ entry: BatchEntry,
        _ meaning: Meaning,
        run: Int = -1,
        source: (inbox: Inbox, offset: Int64)? = nil
    ) {
        self.entry = entry
        self.meaning = meaning
        self.run = run
        self.source = source
        bytes = entry.bytes
    }

    /// Whether its step writes to topics of its choice.
    var publishes: Bool { if case .run(let run) = entry { run.publishes } else { false } }

    mutating func turnToAlternative() {
        guard let other = alternative else { return }
        alternative = entry
        entry = other
        bytes = other.bytes
    }
}

extension Checkpoint {
    /// Roughly what it takes in a record, or in memory.
    var bytes: Int { run.parameters.count + (state?.count ?? 0) + 400 }
}

extension BatchEntry {
    /// Roughly what it takes in a transaction.
    var bytes: Int {
        switch self {
        case .run(let write):
            let checkpoint = write.checkpoint
            let value = checkpoint.bytes
            var sum = write.publishesStep ? 2 * value : value
            for output in write.staged.outputs { sum += output.value.count + 100 }
            return sum + 300 * write.staged.notifications.count
        case .start(let run, _): return run.parameters.count + 300
        case .reject(let rejection): return (rejection.bytes?.count ?? 0) + 500
        case .spread: return 2_000
        case .expire: return 100
        }
    }
}
