import Ratchet

extension Ledger {
    /// The batch is committed: its runs are where their checkpoints say, and go on.
    mutating func committed(at now: Moment, into effects: inout [LedgerEffect]) {
        guard writes.hasBatchInFlight else { return effects.append(.impossible(.endedWithoutBatch)) }
        var committed = writes.committed(retrying: !isClosing)
        for write in committed {
            for key in write.settles { mail.settled(key) }
            guard let place = write.run, let meaning = write.meaning, case .run(let run) = write.entry else { continue }
            runs[place].write = .none
            runs[place].checkpoint = run.checkpoint
            if run.publishesStep { runs[place].isMissing = false }
            switch meaning {
            case .pickUp: begin(place, at: now, into: &effects)
            case .settle: goOn(place, at: now, into: &effects)
            case .takeBack: break
            }
        }
        writes.recycle(&committed)
        arriveHeld(at: now, into: &effects)
    }

    /// The pick-up is committed: the step is performed, unless something has come up meanwhile.
    private mutating func begin(_ place: Int, at now: Moment, into effects: inout [LedgerEffect]) {
        guard case .pickingUp(let ticket) = runs[place].stage, !isClosing else {
            // It was refused before, and has given its slot back; or the partition is given up.
            leavePickUp(place, at: now, into: &effects)
            return continueHere(place, at: now, into: &effects)
        }
        if !takeMail(place, at: now, into: &effects) { perform(place, ticket, at: now, into: &effects) }
    }

    private mutating func goOn(_ place: Int, at now: Moment, into effects: inout [LedgerEffect]) {
        runs[place].undone = nil
        switch runs[place].checkpoint.onward(lifting: []) {
        case .over: finish(place)
        case .held: wait(place, in: .held, at: now, into: &effects)
        case .waiting(let due):
            runs[place].session = nil
            wait(place, in: .waiting, at: now, into: &effects)
            timers.wake(place, turn: runs[place].turn, at: due)
        case .step: continueHere(place, at: now, into: &effects)
        }
    }

    private mutating func wait(
        _ place: Int,
        in stage: RunEntry.Stage,
        at now: Moment,
        into effects: inout [LedgerEffect]
    ) {
        turn(place, to: stage, at: now)
        _ = takeMail(place, at: now, into: &effects)
    }

    private mutating func continueHere(_ place: Int, at now: Moment, into effects: inout [LedgerEffect]) {
        makeContinuing(place, at: now, into: &effects)
        if isParting { takeBackPickUp(of: place, at: now) }
    }

    private mutating func finish(_ place: Int) {
        let jobId = runs[place].jobId
        remember(runs[place].checkpoint)
        runs.finish(place)
        settleMail(of: jobId)
    }

    // MARK: The table

    /// A run of the table, when the lease begins.
    ///
    /// Live runs wait for their record in `steps`, so that one that was lost is told from one that is on its way.
    mutating func admit(_ checkpoint: Checkpoint) {
        // Whether this program can run what another could not is seen when it is tried.
        switch checkpoint.onward(lifting: .blocked) {
        case .over:
            runs.noteOver(checkpoint.run.jobId)
            remember(checkpoint)
        case .held: _ = runs.add(checkpoint, .held)
        case .waiting(let due):
            let place = runs.add(checkpoint, .waiting)
            timers.wake(place, turn: runs[place].turn, at: due)
        case .step: _ = runs.add(checkpoint, .expected)
        }
    }

    /// Its name stays known until its retention is over.
    private mutating func remember(_ checkpoint: Checkpoint) {
        guard let finished = checkpoint.finished else { return }
        timers.forget(checkpoint.run.jobId, at: finished + configuration.retention)
    }
}
