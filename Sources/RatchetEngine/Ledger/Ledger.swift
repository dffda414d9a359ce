import Ratchet

/// The owner's state machine for one partition under one lease.
///
/// Pure: no clock, no I/O, no task of its own. Its parts keep their state to themselves; the stages of `Flow` bring them
/// together.
///
/// A run enters by the table or by its step 0 (`Arrive`), gets a slot (`PickUp`), is performed, its result becomes a write
/// (`Settle`), the write is committed in a batch (`Commit`), and the run goes on (`Continue`): see `Flow/StepFlow.swift`.
struct Ledger: ~Copyable {
    /// How far the partition is given up.
    enum Closing: Equatable {
        /// What comes back until then (uptime) is settled and committed.
        case finishing(until: Milliseconds)
        /// What has not come back goes on without a lease.
        case parting
    }

    let partition: Int32
    /// One reading of the table: what is meant for an earlier one is void.
    let opening: Int
    let lease: Int
    let configuration: EngineConfiguration
    let rules: [String: JobRules]
    let settlement: Settlement

    var runs = Runs()
    var timers = Timers()
    var inboxes: Inboxes
    var mail = RestingMail()
    var patience = Patience()
    var writes = Writes()
    var underWay = UnderWay()
    var closing: Closing?

    /// Knows nothing yet of what the tables say: that is handed over with `admit`.
    init(
        partition: Int32,
        opening: Int,
        lease: Int,
        committed: CommittedPositions,
        ends: LogEnds,
        configuration: EngineConfiguration,
        rules: [String: JobRules]
    ) {
        self.partition = partition
        self.opening = opening
        self.lease = lease
        self.configuration = configuration
        self.rules = rules
        settlement = Settlement(configuration: configuration)
        inboxes = Inboxes(committed, ends)
    }

    /// A part of the tables, before the first event.
    mutating func admit(_ table: Table) {
        for checkpoint in table.checkpoints { admit(checkpoint) }
        for run in table.cold { runs.cold.add(run) }
        for run in table.finished { remember(run.jobId, run.at) }
        for jobId in table.unreadable { runs.noteUnreadable(jobId) }
        for row in table.mail { mail.admit(row) }
    }

    mutating func turn(_ place: Int, to next: RunEntry.Stage, at now: Moment) {
        runs.turn(place, to: next)
        if next.isUnderWay { underWay.add(place, turn: runs[place].turn, at: now) }
    }

    /// Makes what happened to a run into a write.
    ///
    /// - Returns: nil when there is nothing to write.
    mutating func write(
        _ input: Input,
        to place: Int,
        as meaning: PendingWrite.Meaning,
        settling keys: [MailKey] = [],
        at now: Moment
    ) -> RunWrite? {
        let rules = rules[runs[place].checkpoint.run.job]
        guard let made = settlement.apply(input, to: runs[place].checkpoint, rules: rules, at: now.wall) else {
            return nil
        }
        let write = keys.isEmpty ? made : made.settling(keys)
        runs[place].write = .pending
        writes.append(PendingWrite(write, meaning, of: place))
        return write
    }

    /// Whether more waits here, times `factor`, than this partition's part of what the executor may hold.
    func isFull(by factor: Int, amongst owned: Int) -> Bool {
        (runs.readyCount + inboxes.held.count) * factor > max(1, configuration.readyLimit / owned)
            || (runs.readyBytes + writes.waitingBytes) * factor > configuration.pendingLimit / owned
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
