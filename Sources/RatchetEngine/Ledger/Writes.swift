/// What a ledger has to write: what waits for a batch, what is in one, and what is refused for now.
///
/// Batches of one partition come strictly one after another.
struct Writes {
    private(set) var pending: [PendingWrite] = []
    private(set) var pendingBytes = 0
    private(set) var inFlight: [PendingWrite] = []
    private(set) var hasBatchInFlight = false
    private(set) var trouble = Trouble()
    private(set) var refused = RefusedWrites()
    /// Since when there has been something to commit and nothing in flight; uptime.
    private(set) var wanted: Milliseconds?

    var isEmpty: Bool { pending.isEmpty && !hasBatchInFlight }

    /// What waits, in a batch or not.
    var waitingBytes: Int { pendingBytes + refused.bytes }

    mutating func append(_ write: PendingWrite) {
        pending.append(write)
        pendingBytes += write.bytes
    }

    /// Called with every event, after it was handled.
    mutating func noteWanted(at uptime: Milliseconds) {
        if pending.isEmpty { wanted = nil }
        if wanted == nil, !pending.isEmpty, !hasBatchInFlight { wanted = uptime }
    }

    // MARK: Batches

    /// Takes what is pending, in order, up to a limit of bytes; at least one entry.
    mutating func takePending(upTo bytes: Int) {
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
        beginBatch()
    }

    /// Takes one of the writes that are refused for now.
    mutating func takeRefused() {
        inFlight = [refused.takeNext()]
        beginBatch()
    }

    private mutating func beginBatch() {
        hasBatchInFlight = true
        wanted = nil
    }

    /// The batch is committed.
    ///
    /// - Parameter retrying: whether what is refused for now may be tried again.
    /// - Returns: what is committed, in its order; to be given back with `recycle`.
    mutating func committed(retrying: Bool) -> [PendingWrite] {
        if !refused.endTry() {
            trouble.committed(leaving: pending.count)
        } else if retrying {
            // One of them was accepted, and so may the others be.
            retryRefused()
        }
        return takeInFlight()
    }

    /// Keeps the memory of what was committed for the next batch.
    mutating func recycle(_ writes: inout [PendingWrite]) {
        writes.removeAll(keepingCapacity: true)
        swap(&writes, &inFlight)
    }

    private mutating func takeInFlight() -> [PendingWrite] {
        var writes: [PendingWrite] = []
        swap(&writes, &inFlight)
        hasBatchInFlight = false
        return writes
    }

    /// The batch is not visible: what it held goes first into the next one.
    ///
    /// - Returns: whether the first of what is pending is to be taken for refused, and whether it was tried apart.
    mutating func aborted(_ reason: AbortReason, at now: Moment) -> (isFirstRefused: Bool, wasTried: Bool) {
        let writes = takeInFlight()
        for write in writes { pendingBytes += write.bytes }
        pending.insert(contentsOf: writes, at: 0)
        if refused.endTry() { return (true, true) }
        return (trouble.aborted(entries: writes.count, reason, at: now), false)
    }

    /// The first offset of an inbox whose record is done with something that is in no batch yet.
    func firstOffset(of inbox: Inbox) -> Int64? {
        let first = pending.first { $0.source?.inbox == inbox }?.source?.offset
        let kept = refused.writes.lazy.compactMap(\.source).filter { $0.inbox == inbox }.map(\.offset).min()
        return first.earlier(kept)
    }

    // MARK: What is refused

    mutating func takeFirst() -> PendingWrite {
        let write = pending.removeFirst()
        pendingBytes -= write.bytes
        return write
    }

    mutating func putFirst(_ write: PendingWrite) {
        pending.insert(write, at: 0)
        pendingBytes += write.bytes
    }

    /// What to write instead of what was appended last, if the broker refuses that.
    mutating func giveLast(alternative: BatchEntry) { pending[pending.count - 1].alternative = alternative }

    /// Waits apart from the others, until then (uptime).
    mutating func keepApart(_ write: PendingWrite, until due: Milliseconds, wasTried: Bool, isNext: Bool) {
        if wasTried {
            refused.putBack(write, until: due, isNext: isNext)
        } else {
            refused.add(write, until: due)
        }
    }

    private mutating func retryRefused() {
        let writes = refused.takeAll()
        for write in writes { pendingBytes += write.bytes }
        pending.insert(contentsOf: writes, at: 0)
    }

    /// Takes a run's write back that waits apart.
    mutating func withdrawRefused(of run: Int) { refused.withdraw(run) }

    /// The write of a run that waits apart.
    func refused(of run: Int) -> PendingWrite? { refused.writes.first { $0.run == run } }

    /// Takes the pick-ups back that are in no batch yet.
    ///
    /// - Returns: the places of their runs.
    mutating func dropPickUps() -> [Int] {
        var runs: [Int] = []
        pending.removeAll { write in
            guard write.meaning == .pickUp, let run = write.run else { return false }
            pendingBytes -= write.bytes
            runs.append(run)
            return true
        }
        return runs
    }
}
