import Ratchet

extension Ledger {
    /// The run wants a slot, and will be picked up when it has one.
    mutating func makeReady(_ place: Int, at now: Moment, into effects: inout [LedgerEffect]) {
        guard !isClosing, !takeMail(place, at: now, into: &effects) else { return }
        turn(place, to: .ready, at: now)
        ask(place, into: &effects)
    }

    /// The run goes on under the lease that committed its last step, or handed it out before a cut: no pick-up.
    mutating func makeContinuing(_ place: Int, at now: Moment, into effects: inout [LedgerEffect]) {
        guard !takeMail(place, at: now, into: &effects) else { return }
        turn(place, to: .continuing, at: now)
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

    /// Whether the run still wants what it asked for.
    func wants(_ ready: ReadyRun) -> Bool {
        !isClosing && ready.opening == opening && runs.contains(ready.run) && runs[ready.run].turn == ready.turn
    }

    /// The first hand-out of a step under a lease is committed before the step is performed, so that a step that takes its
    /// executor down is counted, whoever owns it next.
    mutating func grant(_ ready: ReadyRun, _ ticket: Ticket, at now: Moment, into effects: inout [LedgerEffect]) {
        let place = ready.run
        switch runs[place].stage {
        case .continuing: perform(place, ticket, at: now, into: &effects)
        case .ready: pickUp(place, ticket, at: now, into: &effects)
        case .expected, .waiting, .held, .pickingUp, .running, .settled:
            effects += [.release(ticket), .impossible(.grantedWithoutWish)]
        }
    }

    private mutating func pickUp(_ place: Int, _ ticket: Ticket, at now: Moment, into effects: inout [LedgerEffect]) {
        let checkpoint = runs[place].checkpoint
        if rules[checkpoint.run.job] == nil {
            effects.append(.release(ticket))
            apply(.unknownJob, to: place, at: now, into: &effects)
        } else if checkpoint.pickups >= configuration.pickupLimit {
            effects.append(.release(ticket))
            apply(.crashed, to: place, at: now, into: &effects)
        } else {
            let isRetry = checkpoint.standing.wake?.reason == .retry
            let input = Input.handedOut(publishes: runs[place].isMissing || isRetry)
            turn(place, to: .pickingUp(ticket), at: now)
            _ = write(input, to: place, as: .pickUp, at: now)
        }
    }

    /// Gives back the slot that a pick-up holds.
    ///
    /// One that has waited apart holds none.
    mutating func leavePickUp(_ place: Int, at now: Moment, into effects: inout [LedgerEffect]) {
        guard case .pickingUp(let ticket) = runs[place].stage else { return }
        effects.append(.release(ticket))
        turn(place, to: .waiting, at: now)
    }

    mutating func perform(_ place: Int, _ ticket: Ticket, at now: Moment, into effects: inout [LedgerEffect]) {
        turn(place, to: .running(ticket), at: now)
        let session = runs[place].session
        runs[place].session = nil
        effects.append(.perform(StepOrder(ticket: ticket, call: runs[place].checkpoint.call, session: session)))
    }
}

extension Checkpoint {
    /// The call of user code that performs its step.
    fileprivate var call: StepCall {
        StepCall(run.identity, seq: number.seq, attempt: number.attempt, state: state, stateVersion: stateVersion)
    }
}
