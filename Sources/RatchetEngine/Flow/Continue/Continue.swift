import Ratchet

extension Ledger {
    /// The batch is committed: its runs are where their checkpoints say, and go on.
    ///
    /// - Parameters:
    ///   - places: where the checkpoints of runs that wait lie, as far as it is known.
    ///   - now: the moment.
    ///   - effects: gets what is to be done.
    mutating func committed(_ places: [String: Int64], at now: Moment, into effects: inout [LedgerEffect]) {
        guard writes.hasBatchInFlight else { return effects.append(.impossible(.endedWithoutBatch)) }
        var committed = writes.committed(retrying: !isClosing)
        for write in committed {
            guard let place = write.run, let meaning = write.meaning, case .run(let run) = write.entry else { continue }
            runs[place].write = .none
            runs[place].checkpoint = run.checkpoint
            if run.publishesStep { runs[place].isMissing = false }
            switch meaning {
            case .pickUp: begin(place, at: now, into: &effects)
            case .settle: goOn(place, places, at: now, into: &effects)
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

    private mutating func goOn(
        _ place: Int,
        _ places: [String: Int64],
        at now: Moment,
        into effects: inout [LedgerEffect]
    ) {
        runs[place].undone = nil
        switch runs[place].checkpoint.onward(lifting: []) {
        case .over: finish(place)
        case .held: wait(place, in: .held, at: now, into: &effects)
        case .waiting(let due):
            runs[place].session = nil
            if due - now.wall > configuration.coldAfter, let offset = places[runs[place].jobId] {
                return goCold(place, offset)
            }
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

    private mutating func goCold(_ place: Int, _ offset: Int64) {
        guard let run = ColdRun(runs[place].checkpoint, at: offset) else { return }
        runs.remove(place)
        runs.cold.add(run)
        if mail.next(for: run.jobId) != nil { runs.cold.want(run.jobId) }
    }

    private mutating func finish(_ place: Int) {
        let checkpoint = runs[place].checkpoint
        runs.remove(place)
        if let finished = checkpoint.finished { remember(checkpoint.run.jobId, finished) }
        settleMail(of: checkpoint.run.jobId)
    }

    // MARK: The table

    /// A run of the table, when the lease begins.
    ///
    /// Live runs wait for their record in `steps`, so that one that was lost is told from one that is on its way.
    mutating func admit(_ checkpoint: Checkpoint) {
        // Whether this program can run what another could not is seen when it is tried.
        switch checkpoint.onward(lifting: .blocked) {
        case .over: if let finished = checkpoint.finished { remember(checkpoint.run.jobId, finished) }
        case .held: _ = runs.add(checkpoint, .held)
        case .waiting(let due):
            let place = runs.add(checkpoint, .waiting)
            timers.wake(place, turn: runs[place].turn, at: due)
        case .step: _ = runs.add(checkpoint, .expected)
        }
    }

    /// The name of a run that is over stays known until its retention is over, too.
    mutating func remember(_ jobId: String, _ finished: Milliseconds) {
        runs.remember(jobId, until: finished + configuration.retention)
    }
}
