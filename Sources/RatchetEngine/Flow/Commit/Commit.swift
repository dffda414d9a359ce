extension Ledger {
    /// How far the partition is with its next batch.
    ///
    /// A transaction costs the same however much is in it: what is settled waits a moment for steps that are about to
    /// settle too.
    mutating func readiness(at now: Moment, patience: Milliseconds) -> Readiness {
        if hasBatchInFlight { return .idle }
        if refused.isDue(at: now) { return .due }
        let isMoving = !isClosing && isAboutToSettle(at: now, patience: patience)
        guard let wanted = commitWanted else {
            if isMoving { return .underWay }
            return refused.isEmpty ? .idle : .resting(until: refused.due)
        }
        if trouble.restUntil > now.uptime { return .resting(until: trouble.restUntil) }
        let limit = wanted + patience
        if isClosing || pendingBytes >= configuration.batchBytes || limit <= now.uptime { return .due }
        return isMoving ? .gathering(until: limit) : .complete(until: limit)
    }

    /// Whether its next batch must not be shared with other partitions: it is likely to be aborted.
    func goesAlone(at now: Moment) -> Bool { trouble.isAlone || refused.isDue(at: now) }

    /// Takes what is pending, in order, up to a limit of bytes, with the offsets that are done once it is committed.
    mutating func takeBatch(
        upTo bytes: Int,
        at now: Moment
    ) -> (entries: [BatchEntry], offsets: [Inbox: Int64]) {
        if refused.isDue(at: now) { return takeRefused() }
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
        return beginBatch()
    }

    /// One alone: it may be refused again.
    private mutating func takeRefused() -> (entries: [BatchEntry], offsets: [Inbox: Int64]) {
        inFlight = [refused.takeFirst()]
        return beginBatch()
    }

    private mutating func beginBatch() -> (entries: [BatchEntry], offsets: [Inbox: Int64]) {
        hasBatchInFlight = true
        commitWanted = nil
        for write in inFlight where write.run >= 0 { runs[write.run].isInFlight = true }
        let offsets = Dictionary(uniqueKeysWithValues: Inbox.allCases.map { ($0, done(in: $0)) })
        return (inFlight.map(\.entry), offsets)
    }

    /// The lowest offset that is not done once the batch in flight is committed.
    private mutating func done(in inbox: Inbox) -> Int64 {
        var offset = positions[inbox.rawValue]
        if let write = pending.first(where: { $0.source?.inbox == inbox }), let source = write.source,
            !(flawed(.triggersOffset) && inbox == .triggers)
        {
            offset = min(offset, source.offset)
        }
        for case (inbox, let kept)? in refused.writes.lazy.map(\.source) { offset = min(offset, kept) }
        guard inbox == .steps else { return offset }
        while let first = undone.first, runs[first.run].undone != first.offset { _ = undone.popFirst() }
        if flawed(.stepsOffset) { return offset }
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
        let reason = flawed(.blame) ? .refused("presumed", isTooLarge: false) : reason
        let entries = inFlight.count
        for write in inFlight where write.run >= 0 { runs[write.run].isInFlight = false }
        if refused.isTrying, let write = inFlight.first {
            endBatch()
            keep(write, reason, at: now, into: &effects)
            arriveHeld(at: now, into: &effects)
            return
        }
        for write in inFlight { pendingBytes += write.bytes }
        pending.insert(contentsOf: inFlight, at: 0)
        endBatch()
        if trouble.aborted(entries: entries, reason, at: now), let write = pending.first,
            case .refused(let why, let isTooLarge) = reason
        {
            replace(write, reason, refusedFor: why, isTooLarge: isTooLarge, at: now, into: &effects)
        }
        if flawed(.halving) { loseHalf(of: entries) }
        arriveHeld(at: now, into: &effects)
    }

    mutating func endBatch() {
        inFlight.removeAll(keepingCapacity: true)
        hasBatchInFlight = false
    }

    /// One entry that the broker refuses, however often it is sent: where that is the doing of its run or of a trigger, what
    /// can be kept of it goes to `dead`.
    private mutating func replace(
        _ write: PendingWrite,
        _ reason: AbortReason,
        refusedFor why: String,
        isTooLarge: Bool,
        at now: Moment,
        into effects: inout [LedgerEffect]
    ) {
        let message = "What this wrote is refused: \(why)"
        effects.append(
            .report(
                Report(.error, "A record is refused however it is sent", ["error": why, "partition": "\(partition)"])
            )
        )
        switch write.entry {
        case .run where write.meaning == .takeBack: dropFirstPending()
        // The next lease finds it again.
        case .expire: dropFirstPending()
        case .run(let run) where run.carriesOutput || isTooLarge && run.checkpoint.status != .error:
            dropFirstPending()
            if write.meaning == .pickUp { freeSlot(of: write.run, into: &effects) }
            settle(write.run, .unwritable(message, isTooLarge: isTooLarge), at: now, into: &effects)
        case .start(let run, _) where isTooLarge: replaceFirst(write, from: run.origin.at, message, at: now)
        case .reject(let rejection) where isTooLarge && rejection.bytes != nil:
            replaceFirst(write, from: rejection.place, "\(rejection.message) \(message)", at: now)
        case .run, .start, .reject, .spread:
            dropFirstPending()
            keep(write, reason, at: now, into: &effects)
        }
    }

    /// It waits apart from the others, without a slot.
    private mutating func keep(
        _ write: PendingWrite,
        _ reason: AbortReason,
        at now: Moment,
        into effects: inout [LedgerEffect]
    ) {
        if write.meaning == .pickUp, runs[write.run].stage == .pickingUp {
            freeSlot(of: write.run, into: &effects)
            turn(write.run, to: .waiting)
        }
        guard !isClosing else { return }
        refused.keep(write, at: now)
        guard case .refused(let why, _) = reason else { return }
        var facts = write.run >= 0 ? metadata(write.run) : ["partition": "\(partition)"]
        facts["error"] = why
        effects.append(.report(Report(.error, "Ratchet's own topics refuse a record: it is tried again", facts)))
    }

    private mutating func dropFirstPending() { pendingBytes -= pending.removeFirst().bytes }

    private mutating func replaceFirst(
        _ write: PendingWrite,
        from place: String,
        _ message: String,
        at now: Moment
    ) {
        dropFirstPending()
        if flawed(.refused) { return }
        let rejection = Rejection(
            key: place,
            reason: .oversize,
            message: message,
            place: place,
            at: now.wall,
            bytes: nil,
            headers: []
        )
        let entry = BatchEntry.reject(rejection)
        pendingBytes += entry.bytes
        pending.insert(
            PendingWrite(entry: entry, meaning: .other, run: -1, source: write.source, bytes: entry.bytes),
            at: 0
        )
    }
}
