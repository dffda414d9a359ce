/// A batch entry that waits for its commit, and what it means to the ledger when it is committed.
struct PendingWrite {
    /// What the entry does to a run of this ledger.
    enum Meaning: Equatable {
        /// Counts the hand-out of the step; it is performed when this is committed.
        case pickUp
        /// The run moves on, waits, is held or over, as its checkpoint says.
        case settle
        /// Takes back the pick-up of a step that goes on without a lease.
        case takeBack
    }

    private(set) var entry: BatchEntry
    /// The run's place in the ledger.
    let run: Int?
    /// Nil where it is about no run of this ledger.
    let meaning: Meaning?
    /// The record that is done with this entry.
    let source: (inbox: Inbox, offset: Int64)?
    private(set) var bytes: Int
    /// What to write instead if the broker refuses this entry: the step's failure for its success, or the reverse.
    var alternative: BatchEntry?

    init(_ entry: RunWrite, _ meaning: Meaning, of run: Int) {
        self.init(.run(entry), run, meaning, nil)
    }

    init(_ entry: BatchEntry, source: (inbox: Inbox, offset: Int64)? = nil) {
        self.init(entry, nil, nil, source)
    }

    private init(_ entry: BatchEntry, _ run: Int?, _ meaning: Meaning?, _ source: (inbox: Inbox, offset: Int64)?) {
        self.entry = entry
        self.run = run
        self.meaning = meaning
        self.source = source
        bytes = entry.bytes
    }

    /// Whether its step writes to topics of its choice.
    var publishes: Bool { if case .run(let run) = entry { run.publishes } else { false } }

    /// Rows of mail that it settles.
    var settles: [MailKey] {
        switch entry {
        case .run(let write): write.settles
        case .reject(_, let key?), .settle(let key): [key]
        case .start, .post, .reject, .expire: []
        }
    }

    mutating func turnToAlternative() {
        guard let other = alternative else { return }
        alternative = entry
        entry = other
        bytes = other.bytes
    }
}

extension BatchEntry {
    /// Roughly what it takes in a transaction.
    var bytes: Int {
        switch self {
        case .run(let write):
            let value = write.checkpoint.size
            var sum = write.publishesStep ? 2 * value : value
            for output in write.staged.outputs { sum += output.value.count + 100 }
            return sum + 300 * write.staged.notifications.count
        case .start(let run, _): return run.parameters.count + 300
        case .post(let mail, _): return mail.bytes
        case .reject(let rejection, _): return (rejection.bytes?.count ?? 0) + 500
        case .settle, .expire: return 100
        }
    }
}
