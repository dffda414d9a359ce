extension Ledger {
    /// Asks for the checkpoints of cold runs that are to go on: some at a time, while few that were fetched wait for slots.
    mutating func fetch(at now: Moment, into effects: inout [LedgerEffect]) {
        guard !isClosing, !runs.cold.isEmpty else { return }
        let offsets = runs.cold.takeNext(dueBy: mayFetchDue ? now.wall : .min, upTo: configuration.fetchLimit)
        if !offsets.isEmpty { effects.append(.fetch(offsets)) }
    }

    private var mayFetchDue: Bool { runs.fetchedCount < configuration.fetchLimit }

    /// When the next cold run goes on; nil while it could not.
    var nextFetch: Milliseconds? { mayFetchDue ? runs.cold.nextDue : nil }

    mutating func fetched(_ found: [FetchedCheckpoint], at now: Moment, into effects: inout [LedgerEffect]) {
        guard runs.cold.isFetching else { return effects.append(.impossible(.fetchedUnasked)) }
        runs.cold.endFetch()
        guard !isClosing else { return }
        for item in found {
            guard case .found(let checkpoint) = item.content, case .waiting = checkpoint.onward(lifting: []),
                let due = runs.cold.take(checkpoint.run.jobId, at: item.offset)
            else {
                if case .unreadable(let jobId) = item.content, runs.cold.take(jobId, at: item.offset) != nil {
                    runs.noteUnreadable(jobId)
                    continue
                }
                return effects.append(.leaseDoubted("A checkpoint is not where it was written"))
            }
            let place = runs.add(checkpoint, .waiting)
            if due <= now.wall {
                runs.noteFetched(place)
                makeReady(place, at: now, into: &effects)
            } else {
                timers.wake(place, turn: runs[place].turn, at: due)
                _ = takeMail(place, at: now, into: &effects)
            }
        }
    }
}
