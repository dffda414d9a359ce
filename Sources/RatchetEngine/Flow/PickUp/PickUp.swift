import Ratchet

extension Ledger {
    /// The run wants a slot, and will be picked up when it has one.
    mutating func makeReady(_ place: Int, into effects: inout [LedgerEffect]) {
        guard !isClosing else { return }
        turn(place, to: .ready)
        readyCount += 1
        readyBytes += runs[place].checkpoint.bytes
        ask(place, into: &effects)
    }

    /// The run goes on under the lease that committed its last step, or handed it out before a cut: no pick-up.
    mutating func makeContinuing(_ place: Int, into effects: inout [LedgerEffect]) {
        turn(place, to: .continuing)
        if !isClosing { ask(place, into: &effects) }
    }

    private func ask(_ place: Int, into effects: inout [LedgerEffect]) {
        effects.append(
            .ready(
                ReadyRun(
                    partition: partition,
                    opening: opening,
                    run: place,
                    turn: runs[place].turn,
                    priority: runs[place].checkpoint.run.priority,
                    isSuspect: runs[place].checkpoint.pickups > (runs[place].stage == .ready ? 0 : 1)
                )
            )
        )
    }

    /// Called once for each `makeReady`, before the run's checkpoint changes.
    mutating func leaveReady(_ place: Int) {
        readyCount -= 1
        readyBytes -= runs[place].checkpoint.bytes
    }

    /// Whether the run still wants what it asked for.
    func wants(_ ready: ReadyRun) -> Bool {
        !isClosing && ready.opening == opening && runs.indices.contains(ready.run)
            && runs[ready.run].turn == ready.turn
    }

    /// The first hand-out of a step under a lease is committed before the step is performed, so that a step that takes its
    /// executor down is counted, whoever owns it next.
    mutating func grant(_ ready: ReadyRun, at now: Moment, into effects: inout [LedgerEffect]) {
        let place = ready.run
        runs[place].holdsSuspicion = ready.isSuspect
        guard runs[place].stage == .ready else {
            effects.append(.perform(run: place))
            return
        }
        leaveReady(place)
        let checkpoint = runs[place].checkpoint
        if rules[checkpoint.run.job] == nil {
            freeSlot(of: place, into: &effects)
            settle(place, .unknownJob, at: now, into: &effects)
        } else if checkpoint.pickups >= configuration.pickupLimit {
            freeSlot(of: place, into: &effects)
            settle(place, .crashed, at: now, into: &effects)
        } else {
            let write = settlement.pickUp(
                checkpoint,
                publishes: runs[place].isMissing || checkpoint.phase == .retrying,
                at: now.wall
            )
            turn(place, to: .pickingUp)
            append(.run(write), .pickUp, run: place)
        }
    }

    /// Nil when a command has ended the run in the moment in which its pick-up was committed.
    mutating func begin(_ place: Int, as ticket: Ticket) -> (order: StepOrder, isSuspect: Bool)? {
        guard runs[place].holdsSlot else { return nil }
        turn(place, to: .running(ticket))
        let session = runs[place].session
        runs[place].session = nil
        let order = StepOrder(ticket: ticket, call: StepCall(runs[place].checkpoint), session: session)
        return (order, runs[place].holdsSuspicion)
    }

    mutating func freeSlot(of place: Int, into effects: inout [LedgerEffect]) {
        effects.append(.slotFree)
        guard runs[place].holdsSuspicion else { return }
        runs[place].holdsSuspicion = false
        effects.append(.suspectEnded)
    }
}
