import Ratchet

/// Mail rests until its run can take it; its effect and its null commit together.
extension Ledger {
    mutating func arrive(_ record: MailRecord, at now: Moment, into effects: inout [LedgerEffect]) {
        switch record {
        case .settled(let key, _): mail.remove(key)
        // Said again: if it is being settled, its null follows them both.
        case .row(let row) where mail.contains(row.mail.key): break
        case .row(let row):
            guard let excess = mail.excess(with: row) else {
                mail.add(row)
                return deliver(row.jobId, [row], at: now, into: &effects)
            }
            let place = excess == .ofRun ? "for the run \(row.jobId)" : "for all runs of the partition \(partition)"
            refuse(row, .mailboxFull, "there are too many commands \(place): send it again when they are done", now)
        }
    }

    /// Looks at some of the mail that was there when the lease began.
    mutating func readMail(at now: Moment, into effects: inout [LedgerEffect]) {
        var count = 0
        while !isClosing, count < configuration.turnLimit, let jobId = mail.popUnread() {
            let rows = mail.rows(for: jobId)
            count += rows.count
            deliver(jobId, rows, at: now, into: &effects)
        }
    }

    private mutating func deliver(
        _ jobId: String,
        _ rows: [MailRow],
        at now: Moment,
        into effects: inout [LedgerEffect]
    ) {
        switch runs.find(jobId) {
        case .live(let place): _ = takeMail(place, at: now, into: &effects)
        case .cold: runs.cold.want(jobId)
        case .over: settleMail(of: jobId)
        case .unreadable: break
        case .unknown: for row in rows { rest(row, at: now) }
        }
    }

    /// For the rest of its patience, of which a wrong clock may have taken half at most.
    private mutating func rest(_ row: MailRow, at now: Moment) {
        let age = min(max(0, now.wall - row.appended), configuration.mailPatience / 2)
        patience.rest(row.mail.key, until: now.uptime + configuration.mailPatience - age, mail)
    }

    /// Applies what lies there for a run, unless a write of it is on its way: then it is looked at when that is committed.
    ///
    /// - Returns: whether the run's next write was made of it.
    mutating func takeMail(_ place: Int, at now: Moment, into effects: inout [LedgerEffect]) -> Bool {
        guard !mail.isEmpty, !isClosing, let row = mail.next(for: runs[place].jobId) else { return false }
        if row.mail.command.id == runs[place].checkpoint.command?.id {
            // Said again after it was applied.
            settle(row)
            return takeMail(place, at: now, into: &effects)
        }
        switch runs[place].write {
        case .none: break
        case .inFlight: return false
        case .pending:
            // One that waits apart may be refused for ever.
            guard let write = writes.refused(of: place), write.settles.isEmpty else { return false }
            writes.withdrawRefused(of: place)
        }
        stop(place, into: &effects)
        mail.beginSettling(row.mail.key)
        apply(.command(row), to: place, at: now, into: &effects)
        return true
    }

    /// The run is over: what lies there for it has no effect any more.
    mutating func settleMail(of jobId: String) {
        while let row = mail.next(for: jobId) { settle(row) }
    }

    /// Without effect.
    private mutating func settle(_ row: MailRow) {
        mail.beginSettling(row.mail.key)
        writes.append(PendingWrite(.settle(row.mail.key)))
    }

    /// Whatever the run was doing ends here; what it held is free.
    private mutating func stop(_ place: Int, into effects: inout [LedgerEffect]) {
        switch runs[place].stage {
        case .running(let ticket): effects.append(.cancel(ticket))
        case .pickingUp(let ticket): effects.append(.release(ticket))
        case .expected, .ready, .waiting, .held, .continuing, .settled: break
        }
    }

    // MARK: Runs that never come

    /// Asks for the end of `steps` when mail has rested for long enough.
    mutating func losePatience(at now: Moment, into effects: inout [LedgerEffect]) {
        if patience.ask(at: now.uptime) { effects.append(.askForEnds) }
    }

    /// What has rested for too long becomes a dead letter, if its run is still not known.
    mutating func giveUpOnUnknown(at now: Moment) {
        guard !isClosing else { return }
        for key in patience.takeOverdue(readUpTo: inboxes[.steps]) {
            guard let row = mail.row(key), case .unknown = runs.find(row.jobId) else { continue }
            mail.beginSettling(key)
            let time = configuration.mailPatience / 1_000
            refuse(row, .unknownRun, "no run \(row.jobId) has come for \(time) s: check the id, and send it again", now)
        }
    }

    private mutating func refuse(_ row: MailRow, _ reason: DeadLetter.Reason, _ message: String, _ now: Moment) {
        let rejection = Rejection(
            key: row.mail.from,
            reason: reason,
            message: message,
            place: row.mail.from,
            originalKey: row.jobId,
            at: now.wall,
            bytes: row.mail.json,
            headers: []
        )
        writes.append(PendingWrite(.reject(rejection, settling: row.mail.key)))
    }
}
