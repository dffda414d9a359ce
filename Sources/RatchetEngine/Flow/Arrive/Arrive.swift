import Ratchet

extension Ledger {
    mutating func arrive(_ arrival: Arrival, at now: Moment, into effects: inout [LedgerEffect]) {
        guard !isClosing else { return }
        switch arrival {
        case .step, .unreadable:
            guard heldSteps.isEmpty, acceptStep(arrival, at: now, into: &effects) else {
                heldSteps.append(arrival)
                return
            }
        case .trigger(let offset, let decision): accept(decision, at: offset)
        case .command(let offset, let appended, let decision):
            guard heldCommands.isEmpty, accept(decision, at: offset, appended: appended, now, into: &effects) else {
                heldCommands.append((offset, appended, decision))
                return
            }
        case .end(let inbox, let offset):
            guard !isHolding(inbox) else { return }
            advance(inbox, to: offset)
        }
        publishMissing(into: &effects)
    }

    /// Whether records of an inbox wait for the outcome of a batch: nothing behind them is done before.
    private func isHolding(_ inbox: Inbox) -> Bool {
        switch inbox {
        case .steps: !heldSteps.isEmpty
        case .triggers: false
        case .commands: !heldCommands.isEmpty
        }
    }

    /// Records that had to wait for the outcome of a batch.
    mutating func arriveHeld(at now: Moment, into effects: inout [LedgerEffect]) {
        while let step = heldSteps.first {
            guard acceptStep(step, at: now, into: &effects) else { break }
            _ = heldSteps.popFirst()
        }
        while let command = heldCommands.first {
            guard accept(command.decision, at: command.offset, appended: command.appended, now, into: &effects) else {
                break
            }
            _ = heldCommands.popFirst()
        }
        publishMissing(into: &effects)
    }

    mutating func advance(_ inbox: Inbox, to offset: Int64) {
        if offset > positions[inbox.rawValue] { positions[inbox.rawValue] = offset }
    }

    private mutating func acceptStep(
        _ arrival: Arrival,
        at now: Moment,
        into effects: inout [LedgerEffect]
    ) -> Bool {
        switch arrival {
        case .step(let step): return accept(step, at: now, into: &effects)
        case .unreadable(let offset, let rejection):
            append(.reject(rejection), .other, source: (.steps, offset))
            advance(.steps, to: offset + 1)
        case .trigger, .command, .end: break
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
        if let place = places[step.jobId] {
            let live = runs[place].checkpoint.number
            if step.number == live {
                arriveLive(step, place, into: &effects)
            } else if step.number > live {
                if hasBatchInFlight { return false }
                effects.append(.leaseDoubted("A step is ahead of its checkpoint"))
                return false
            }
        } else if step.number.seq == 0, !over.contains(step.jobId) {
            begin(step, at: now, into: &effects)
        }
        advance(.steps, to: step.offset + 1)
        return true
    }

    private mutating func arriveLive(_ step: StepArrival, _ place: Int, into effects: inout [LedgerEffect]) {
        if runs[place].undone == nil {
            runs[place].undone = step.offset
            undone.append((step.offset, place))
        }
        if runs[place].stage == .expected {
            expectedCount -= 1
            makeReady(place, into: &effects)
        }
    }

    /// Step 0 of a run that the table does not know.
    private mutating func begin(_ step: StepArrival, at now: Moment, into effects: inout [LedgerEffect]) {
        let record: StepRecord
        do {
            record = try step.payload.decode()
        } catch {
            append(.reject(error), .other, source: (.steps, step.offset))
            return
        }
        let checkpoint = Checkpoint(start: record.run, at: now.wall, executor: configuration.executor)
        let place = add(RunEntry(checkpoint: checkpoint, stage: .waiting))
        runs[place].undone = step.offset
        undone.append((step.offset, place))
        if record.run.isForLater, record.run.scheduled > now.wall {
            settle(place, .delayed(until: record.run.scheduled), at: now, into: &effects)
        } else {
            makeReady(place, into: &effects)
        }
    }

    /// Live runs whose record did not show up in `steps`: retention or truncation took it, or nothing but the pick-up
    /// was ever written.
    ///
    /// Their pick-up publishes it again.
    private mutating func publishMissing(into effects: inout [LedgerEffect]) {
        guard expectedCount > 0, positions[Inbox.steps.rawValue] >= stepsEnd else { return }
        expectedCount = 0
        for place in livePlaces where runs[place].stage == .expected {
            runs[place].isMissing = true
            makeReady(place, into: &effects)
        }
    }

    /// A trigger becomes step 0 in the partition of its jobId, or a dead letter: nothing is dropped silently.
    private mutating func accept(_ decision: TriggerDecision, at offset: Int64) {
        switch decision {
        case .start(let run):
            append(.start(run, partition: configuration.partition(run.jobId)), .other, source: (.triggers, offset))
        case .reject(let rejection): append(.reject(rejection), .other, source: (.triggers, offset))
        }
        advance(.triggers, to: offset + 1)
    }
}
