import Ratchet

extension Ledger {
    /// The batch is committed: its runs are where their checkpoints say, and go on.
    mutating func committed(at now: Moment, into effects: inout [LedgerEffect]) {
        var writes: [PendingWrite] = []
        swap(&writes, &inFlight)
        hasBatchInFlight = false
        if refused.endTry() {
            retryRefused()
        } else {
            trouble.committed(leaving: pending.count)
        }
        for write in writes where write.run >= 0 {
            guard case .run(let run) = write.entry else { continue }
            runs[write.run].isInFlight = false
            runs[write.run].checkpoint = run.checkpoint
            if run.publishesStep { runs[write.run].isMissing = false }
            proceed(write.run, after: write.meaning, into: &effects)
        }
        writes.removeAll(keepingCapacity: true)
        swap(&writes, &inFlight)
        arriveHeld(at: now, into: &effects)
        if isParting { takeBackPickUps(at: now) }
    }

    private mutating func proceed(
        _ place: Int,
        after meaning: PendingWrite.Meaning,
        into effects: inout [LedgerEffect]
    ) {
        switch meaning {
        case .pickUp:
            if runs[place].stage == .pickingUp, !isClosing {
                effects.append(.perform(run: place))
            } else {
                // It was refused before, and has given its slot back; or the partition is given up.
                leavePickUp(place, into: &effects)
                makeContinuing(place, into: &effects)
            }
        case .settle:
            runs[place].undone = nil
            if runs[place].checkpoint.status.isOver {
                remove(place)
            } else if runs[place].checkpoint.phase == .blocked {
                turn(place, to: .blocked)
            } else if let due = runs[place].checkpoint.due {
                runs[place].session = nil
                turn(place, to: .waiting)
                timers.insert(Timer(due: due, run: place, turn: runs[place].turn))
            } else {
                makeContinuing(place, into: &effects)
            }
        case .takeBack, .other: break
        }
    }

    /// Runs whose time has come, and runs whose retention is over.
    mutating func wakeUp(at now: Moment, into effects: inout [LedgerEffect]) {
        guard !isClosing else { return }
        while let timer = timers.min, timer.due <= now.wall {
            _ = timers.popMin()
            if runs[timer.run].turn == timer.turn, runs[timer.run].stage == .waiting {
                makeReady(timer.run, into: &effects)
            }
        }
        var expired = 0
        while let expiry = expiries.min, expiry.due <= now.wall, expired < 1_000,
            pendingBytes < configuration.batchBytes
        {
            _ = expiries.popMin()
            expired += 1
            if over.remove(expiry.jobId) != nil { append(.expire(jobId: expiry.jobId), .other) }
        }
    }

    /// When to look at the timers next; what would have to wait then anyway is left out.
    var nextWake: Milliseconds? {
        if isClosing { return nil }
        let expiry = pendingBytes < configuration.batchBytes ? expiries.min?.due : nil
        return switch (timers.min?.due, expiry) {
        case (let timer?, let expiry?): min(timer, expiry)
        case (let timer, let expiry): timer ?? expiry
        }
    }
}
