extension Ledger {
    /// How far the partition is with its next batch.
    ///
    /// A transaction costs the same however much is in it: what is settled waits a moment for steps that are about to
    /// settle too.
    mutating func readiness(at now: Moment, patience: Milliseconds) -> Readiness {
        if writes.hasBatchInFlight { return .idle }
        if triesRefused(at: now) { return .due }
        let isMoving = !isClosing && underWay.isAboutToSettle(at: now, patience: patience, runs)
        guard let wanted = writes.wanted else {
            if isMoving { return .underWay }
            return writes.refused.isEmpty || isClosing ? .idle : .resting(until: writes.refused.due)
        }
        let rest = writes.trouble.restUntil
        if rest > now.uptime { return .resting(until: rest) }
        let limit = wanted + patience
        if isClosing || writes.pendingBytes >= configuration.batchBytes || limit <= now.uptime { return .due }
        return isMoving ? .gathering(until: limit) : .complete(until: limit)
    }

    /// Whether its next batch must not be shared with other partitions: it is likely to be aborted.
    func goesAlone(at now: Moment) -> Bool { writes.trouble.isAlone || triesRefused(at: now) }

    /// What this lease could not write is left to the next one.
    private func triesRefused(at now: Moment) -> Bool { !isClosing && writes.refused.isDue(at: now) }

    /// Takes what is pending, in order, up to a limit of bytes, with the offsets that are done once it is committed.
    mutating func takeBatch(
        upTo bytes: Int,
        at now: Moment
    ) -> (entries: [BatchEntry], offsets: [Inbox: Int64]) {
        if triesRefused(at: now) { writes.takeRefused() } else { writes.takePending(upTo: bytes) }
        for case let place? in writes.inFlight.lazy.map(\.run) { runs[place].write = .inFlight }
        let offsets = Dictionary(uniqueKeysWithValues: Inbox.allCases.map { ($0, done(in: $0)) })
        return (writes.inFlight.map(\.entry), offsets)
    }

    /// The lowest offset that is not done once the batch in flight is committed.
    private mutating func done(in inbox: Inbox) -> Int64 {
        var offset = inboxes[inbox]
        if let waiting = writes.firstOffset(of: inbox) { offset = min(offset, waiting) }
        guard inbox == .steps else { return offset }
        return min(offset, inboxes.firstUndone(runs) ?? offset)
    }

    mutating func aborted(_ reason: AbortReason, at now: Moment, into effects: inout [LedgerEffect]) {
        guard writes.hasBatchInFlight else { return effects.append(.impossible(.endedWithoutBatch)) }
        for case let place? in writes.inFlight.lazy.map(\.run) { runs[place].write = .pending }
        let (isFirstRefused, wasTried) = writes.aborted(reason, at: now)
        if isFirstRefused { refuseFirst(wasTried: wasTried, for: reason, at: now, into: &effects) }
        arriveHeld(at: now, into: &effects)
    }
}
