extension Ledger {
    /// Asks for the checkpoints of cold runs that are to go on: some at a time, and not faster than they find slots.
    mutating func fetch(at now: Moment, into effects: inout [LedgerEffect]) {
        guard mayFetch else { return }
        let offsets = runs.cold.takeNext(dueBy: now.wall, upTo: configuration.fetchLimit)
        if !offsets.isEmpty { effects.append(.fetch(offsets)) }
    }

    private var mayFetch: Bool {
        !isClosing && runs.readyCount < configuration.fetchLimit && runs.readyBytes < configuration.fetchedBytesLimit
    }

    /// When the next cold run goes on; nil while it could not.
    var nextFetch: Milliseconds? { mayFetch ? runs.cold.nextDue : nil }

    mutating func fetched(_ found: [FetchedCheckpoint], at now: Moment, into effects: inout [LedgerEffect]) {
        runs.cold.endFetch()
        guard !isClosing else { return }
        for item in found {
            guard let checkpoint = item.checkpoint, case .waiting = checkpoint.onward(lifting: []),
                let due = runs.cold.take(checkpoint.run.jobId, at: item.offset)
            else { return effects.append(.leaseDoubted("A checkpoint is not where it was written")) }
            let place = runs.add(checkpoint, .waiting)
            if due <= now.wall {
                makeReady(place, at: now, into: &effects)
            } else {
                timers.wake(place, turn: runs[place].turn, at: due)
                _ = takeMail(place, at: now, into: &effects)
            }
        }
    }
}
