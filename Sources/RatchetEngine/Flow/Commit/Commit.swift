extension Ledger {
    /// How far the partition is with its next batch.
    ///
    /// A transaction costs the same however much is in it: what is settled waits a moment for steps that are about to
    /// settle too.
    mutating func readiness(at now: Moment, patience: Milliseconds) -> Readiness {
        if hasBatchInFlight { return .idle }
        if triesRefused(at: now) { return .due }
        let isMoving = !isClosing && isAboutToSettle(at: now, patience: patience)
        guard let wanted = commitWanted else {
            if isMoving { return .underWay }
            return refused.isEmpty || isClosing ? .idle : .resting(until: refused.due)
        }
        if trouble.restUntil > now.uptime { return .resting(until: trouble.restUntil) }
        let limit = wanted + patience
        if isClosing || pendingBytes >= configuration.batchBytes || limit <= now.uptime { return .due }
        return isMoving ? .gathering(until: limit) : .complete(until: limit)
    }

    /// Whether its next batch must not be shared with other partitions: it is likely to be aborted.
    func goesAlone(at now: Moment) -> Bool { trouble.isAlone || triesRefused(at: now) }

    /// What this lease could not write is left to the next one.
    private func triesRefused(at now: Moment) -> Bool { !isClosing && refused.isDue(at: now) }

    /// Takes what is pending, in order, up to a limit of bytes, with the offsets that are done once it is committed.
    mutating func takeBatch(
        upTo bytes: Int,
        at now: Moment
    ) -> (entries: [BatchEntry], offsets: [Inbox: Int64]) {
        if triesRefused(at: now) {
            inFlight = [refused.takeNext()]
        } else {
            takePending(upTo: bytes)
        }
        hasBatchInFlight = true
        commitWanted = nil
        for write in inFlight where write.run >= 0 { runs[write.run].isInFlight = true }
        let offsets = Dictionary(uniqueKeysWithValues: Inbox.allCases.map { ($0, done(in: $0)) })
        return (inFlight.map(\.entry), offsets)
    }

    private mutating func takePending(upTo bytes: Int) {
        var count = 0
        var sum = 0
        let most = trouble.limit ?? pending.count
        while count < min(most, pending.count), count == 0 || sum + pending[count].bytes <= bytes {
            sum += pending[count].bytes
            count += 1
        }
        if count == pending.count {
            swap(&inFlight, &pending)
            pending.removeAll(keepingCapacity: true)
        } else {
            inFlight = Array(pending[..<count])
            pending.removeFirst(count)
        }
        pendingBytes -= sum
    }

    /// The lowest offset that is not done once the batch in flight is committed.
    private mutating func done(in inbox: Inbox) -> Int64 {
        var offset = positions[inbox.rawValue]
        if let write = pending.first(where: { $0.source?.inbox == inbox }), let source = write.source {
            offset = min(offset, source.offset)
        }
        for case (inbox, let kept)? in refused.writes.lazy.map(\.source) { offset = min(offset, kept) }
        guard inbox == .steps else { return offset }
        while let first = undone.first, runs[first.run].undone != first.offset { _ = undone.popFirst() }
        if let first = undone.first(where: { isUndone($0.offset, of: $0.run) }) { offset = min(offset, first.offset) }
        return offset
    }

    private func isUndone(_ offset: Int64, of place: Int) -> Bool {
        guard runs[place].undone == offset else { return false }
        return !(runs[place].isInFlight && runs[place].stage == .settled)
    }

    /// The batch is not visible.
    ///
    /// What it held goes first into the next one.
    mutating func aborted(_ reason: AbortReason, at now: Moment, into effects: inout [LedgerEffect]) {
        let entries = inFlight.count
        for write in inFlight {
            pendingBytes += write.bytes
            if write.run >= 0 { runs[write.run].isInFlight = false }
        }
        pending.insert(contentsOf: inFlight, at: 0)
        endBatch()
        let isTry = refused.endTry()
        if isTry || trouble.aborted(entries: entries, reason, at: now) {
            refuseFirst(wasTried: isTry, for: reason, at: now, into: &effects)
            if isParting { takeBackPickUps(at: now) }
        }
        arriveHeld(at: now, into: &effects)
    }

    mutating func endBatch() {
        inFlight.removeAll(keepingCapacity: true)
        hasBatchInFlight = false
    }
}
