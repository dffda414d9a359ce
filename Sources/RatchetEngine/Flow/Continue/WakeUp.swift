extension Ledger {
    /// Runs whose time has come, runs whose retention is over, and mail that has rested for long enough: some at a time.
    mutating func wakeUp(at now: Moment, into effects: inout [LedgerEffect]) {
        guard !isClosing else { return }
        for _ in 0..<configuration.turnLimit {
            guard let wake = timers.popWake(dueBy: now.wall) else { break }
            guard runs[wake.run].turn == wake.turn, runs[wake.run].stage == .waiting else { continue }
            makeReady(wake.run, at: now, into: &effects)
        }
        for _ in 0..<configuration.turnLimit {
            guard writes.pendingBytes < configuration.batchBytes, let jobId = runs.forgetNext(by: now.wall) else {
                break
            }
            writes.append(PendingWrite(.expire(jobId: jobId)))
        }
        losePatience(at: now, into: &effects)
    }

    /// When to look at the timers next, by the wall clock; what would have to wait then anyway is left out.
    var nextWake: Milliseconds? {
        if isClosing { return nil }
        let expiry = writes.pendingBytes < configuration.batchBytes ? runs.finished.nextDue : nil
        return timers.next.earlier(nextFetch).earlier(expiry)
    }

    /// When there is something to do next, by uptime.
    var nextTurn: Milliseconds? {
        if case .finishing(let until)? = closing { return until }
        if isClosing { return nil }
        return mail.hasUnread ? 0 : patience.due
    }
}
