import Ratchet

/// Steps get their slots, run as tasks, and come back.
extension Engine {
    mutating func grantSlots(at now: Moment, into effects: inout [EngineEffect]) {
        guard stopping == nil else { return }
        while let (ready, ticket) = slots.grant(where: { [partitions] ready in
            partitions[Int(ready.partition)].owned?.ledger.wants(ready) ?? false
        }) {
            tell(Int(ready.partition), .granted(ready, ticket), at: now, into: &effects)
        }
    }

    /// The run holds a slot and its hand-out is committed.
    mutating func begin(_ order: StepOrder, at now: Moment, into effects: inout [EngineEffect]) {
        slots[order.ticket]?.begin(
            order.call.jobId,
            deadline: rules[order.call.job]?.deadline ?? Self.standardDeadline,
            regionLimit: configuration.regionLimit,
            at: now
        )
        effects.append(.perform(order))
        // Its pick-up was on its way when the executor was told to stop.
        if stopping != nil { effects.append(.cut(order.ticket)) }
    }

    private static let standardDeadline: Milliseconds = 60_000

    mutating func performed(
        _ ticket: Ticket,
        _ result: StepResult,
        _ session: (any RunSession)?,
        at now: Moment,
        into effects: inout [EngineEffect]
    ) {
        guard let step = slots.free(ticket) else {
            strays[ticket] = nil
            return
        }
        switch step.home {
        case .ledger(let place):
            guard let owned = partitions[step.partition].owned else { return }
            if owned.ledger.isParting {
                let entry = owned.ledger.runs[place]
                // Too late for the last commit, in time for the next lease.
                let parked = ParkedStep(number: entry.checkpoint.number, ticket: ticket)
                finish(parked, of: entry.jobId, in: step.partition, result, session)
            } else {
                tell(step.partition, .performed(run: place, ticket, result, session: session), at: now, into: &effects)
            }
        case .parked(let jobId):
            guard let parked = partitions[step.partition].parked[jobId] else { return }
            finish(parked, of: jobId, in: step.partition, result, session)
        }
    }

    private mutating func finish(
        _ step: ParkedStep,
        of jobId: String,
        in partition: Int,
        _ result: StepResult,
        _ session: (any RunSession)?
    ) {
        var step = step
        step.end = (result, session)
        // Cut off, it is to be repeated: there is nothing to keep.
        let isInterrupted = if case .interrupted = result.verdict { true } else { false }
        partitions[partition].parked[jobId] = isInterrupted ? nil : step
    }

    /// Past its deadline: the step has failed, whatever its task does.
    mutating func timedOut(
        _ ticket: Ticket,
        _ step: RunningStep,
        after limit: Milliseconds,
        at now: Moment,
        into effects: inout [EngineEffect]
    ) {
        switch step.home {
        case .ledger(let place):
            guard let owned = partitions[step.partition].owned, !owned.ledger.isParting else { break }
            tell(step.partition, .timedOut(run: place, ticket, after: limit), at: now, into: &effects)
        case .parked(let jobId): partitions[step.partition].parked[jobId] = nil
        }
        abandon(ticket, into: &effects)
        var facts = ["deadline.ms": "\(limit)", "partition": "\(step.partition)"]
        facts["job.id"] = step.jobId
        effects.append(.report(Report(.error, "A step used up its deadline and is told to end", facts)))
    }

    /// The step's result is of no use: its slot is free.
    mutating func abandon(_ ticket: Ticket, into effects: inout [EngineEffect]) {
        guard slots.free(ticket) != nil else { return }
        strays[ticket] = uptime
        effects.append(.cancel(ticket))
    }
}
