import Ratchet

extension Ledger {
    mutating func arrive(_ arrivals: [Arrival], at now: Moment, into effects: inout [LedgerEffect]) {
        guard !isClosing else { return }
        for arrival in arrivals { arrive(arrival, at: now, into: &effects) }
        publishMissing(at: now, into: &effects)
    }

    private mutating func arrive(_ arrival: Arrival, at now: Moment, into effects: inout [LedgerEffect]) {
        switch arrival {
        case .step, .unreadable, .end(.steps, _):
            guard inboxes.held.isEmpty, acceptStep(arrival, at: now, into: &effects) else {
                return inboxes.hold(arrival)
            }
        case .trigger(let offset, .start(let run)):
            // A trigger becomes step 0 in the partition of its jobId: nothing is dropped silently.
            take(.start(run, partition: configuration.partition(run.jobId)), from: .triggers, offset)
        case .command(let offset, .post(let mail)):
            // A command becomes mail in the partition of its run.
            take(.post(mail, partition: configuration.partition(mail.command.jobId)), from: .commands, offset)
        case .trigger(let offset, .reject(let rejection)):
            take(.reject(rejection, settling: nil), from: .triggers, offset)
        case .command(let offset, .reject(let rejection)):
            take(.reject(rejection, settling: nil), from: .commands, offset)
        case .mail(let record): arrive(record, at: now, into: &effects)
        case .end(let inbox, let offset): inboxes.advance(inbox, to: offset)
        }
    }

    /// The record is done when the entry is committed.
    private mutating func take(_ entry: BatchEntry, from inbox: Inbox, _ offset: Int64) {
        writes.append(PendingWrite(entry, source: (inbox, offset)))
        inboxes.advance(inbox, to: offset + 1)
    }

    /// Records that had to wait for the outcome of a batch.
    mutating func arriveHeld(at now: Moment, into effects: inout [LedgerEffect]) {
        guard !isClosing else { return }
        while let step = inboxes.held.first {
            guard acceptStep(step, at: now, into: &effects) else { break }
            inboxes.dropFirstHeld()
        }
        publishMissing(at: now, into: &effects)
    }

    /// False when it is to be held: nothing behind it is done before it.
    private mutating func acceptStep(
        _ arrival: Arrival,
        at now: Moment,
        into effects: inout [LedgerEffect]
    ) -> Bool {
        switch arrival {
        case .step(let step): return accept(step, at: now, into: &effects)
        case .unreadable(let offset, let jobId, let step):
            leave(step, of: jobId, at: offset, into: &effects)
            inboxes.advance(.steps, to: offset + 1)
        case .end(let inbox, let offset): inboxes.advance(inbox, to: offset)
        case .trigger, .command, .mail: break
        }
        return true
    }

    /// A record is the live step only if its run is not over and its number is the checkpoint's.
    ///
    /// Lower: done. Higher: a batch of ours committed and we have not heard yet (false: hold it), or this lease knows
    /// less than the log.
    private mutating func accept(
        _ step: StepArrival,
        at now: Moment,
        into effects: inout [LedgerEffect]
    ) -> Bool {
        switch runs.find(step.jobId) {
        case .live(let place):
            let live = runs[place].checkpoint.number
            if step.number == live {
                arriveLive(step, place, at: now, into: &effects)
            } else if step.number > live {
                return hold(into: &effects)
            }
        // It waits: there is nothing to do at the step that it stands at.
        case .cold(let number): if step.number > number { return hold(into: &effects) }
        case .unknown where step.number.seq == 0: begin(step, at: now, into: &effects)
        // Whoever can read its checkpoint looks for its record.
        case .unreadable: inboxes.leave(step.offset)
        case .unknown, .over: break
        }
        inboxes.advance(.steps, to: step.offset + 1)
        return true
    }

    /// A record that is ahead of its checkpoint.
    private func hold(into effects: inout [LedgerEffect]) -> Bool {
        if !writes.hasBatchInFlight { effects.append(.leaseDoubted("A step is ahead of its checkpoint")) }
        return false
    }

    private mutating func arriveLive(
        _ step: StepArrival,
        _ place: Int,
        at now: Moment,
        into effects: inout [LedgerEffect]
    ) {
        if runs[place].undone == nil { note(undone: step.offset, of: place) }
        if runs[place].stage == .expected { makeReady(place, at: now, into: &effects) }
    }

    private mutating func note(undone offset: Int64, of place: Int) {
        runs[place].undone = offset
        inboxes.add(undone: offset, of: place, runs)
    }

    /// Step 0 of a run that the table does not know.
    private mutating func begin(_ step: StepArrival, at now: Moment, into effects: inout [LedgerEffect]) {
        let record: StepRecord
        do {
            record = try step.payload.decode()
        } catch {
            return leave(error, of: step.jobId, at: step.offset, into: &effects)
        }
        let checkpoint = Checkpoint(start: record, at: now.wall, executor: configuration.executor)
        let place = runs.add(checkpoint, .waiting)
        note(undone: step.offset, of: place)
        if record.run.isForLater, record.run.scheduled > now.wall {
            if takeMail(place, at: now, into: &effects) { return }
            apply(.delayed(until: record.run.scheduled), to: place, at: now, into: &effects)
        } else {
            makeReady(place, at: now, into: &effects)
        }
    }

    /// A record that cannot be read is refused, unless a newer program can read it: then it stays where it is for that one,
    /// as all others of its run do.
    private mutating func leave(
        _ step: UnreadableStep,
        of jobId: String?,
        at offset: Int64,
        into effects: inout [LedgerEffect]
    ) {
        guard step.isOfANewerProgram, let jobId else {
            writes.append(PendingWrite(.reject(step.rejection, settling: nil), source: (.steps, offset)))
            return
        }
        switch runs.find(jobId) {
        case .unknown:
            runs.noteUnreadable(jobId)
            effects.append(.report(.unreadable(step, of: jobId)))
            inboxes.leave(offset)
        case .unreadable: inboxes.leave(offset)
        // Its checkpoint can be read, and says what there is to do.
        case .live, .cold, .over: break
        }
    }

    /// Live runs whose record did not show up in `steps`: retention or truncation took it, or nothing but the pick-up
    /// was ever written.
    ///
    /// Their pick-up publishes it again.
    private mutating func publishMissing(at now: Moment, into effects: inout [LedgerEffect]) {
        guard runs.expectedCount > 0, inboxes.hasReadSteps else { return }
        for place in runs.livePlaces where runs[place].stage == .expected {
            runs[place].isMissing = true
            makeReady(place, at: now, into: &effects)
        }
    }
}

extension Report {
    fileprivate static func unreadable(_ step: UnreadableStep, of jobId: String) -> Report {
        Report(
            .error,
            "A step cannot be read by this version: its run is left alone",
            ["job.id": jobId, "place": step.rejection.place, "error": step.rejection.message]
        )
    }
}
