/// What is taken in, and the end of it.
extension Engine {
    /// A partition whose runs wait for slots, or whose writes wait for the broker, takes in no more until half is done;
    /// an executor that stops takes in nothing.
    ///
    /// Each may hold an equal part: together they stay below what the executor may hold, and one that cannot commit does
    /// not hold back the others.
    mutating func holdBackIntake(into effects: inout [EngineEffect]) {
        let owned = partitions.count { $0.owned != nil }
        for index in partitions.indices {
            let factor = partitions[index].isPaused ? 2 : 1
            guard let isFull = partitions[index].owned?.ledger.isFull(by: factor, amongst: owned) else { continue }
            let rests = isFull || stopping != nil
            guard rests != partitions[index].isPaused else { continue }
            partitions[index].isPaused = rests
            effects.append(.log(rests ? .pause(Int32(index)) : .resume(Int32(index))))
        }
    }

    mutating func stop(at now: Moment, into effects: inout [EngineEffect]) {
        guard stopping == nil else { return }
        stopping = .draining(until: now.uptime + configuration.stopTimeout)
        for (ticket, _) in slots.performing { effects.append(.cut(ticket)) }
    }

    /// Once what runs has ended and is committed, or the time for that is over: leave the group.
    mutating func drain(at now: Moment, into effects: inout [EngineEffect]) {
        let hanging = strays.values.count { now.uptime - $0 > configuration.strayPatience }
        if hanging > configuration.strayLimit, !isExhausted {
            isExhausted = true
            effects.append(.exhausted)
            stop(at: now, into: &effects)
        }
        guard case .draining(let until)? = stopping else { return }
        let isIdle =
            slots.steps.isEmpty
            && partitions.allSatisfy { $0.inFlight == nil && $0.owned?.ledger.writes.pending.isEmpty ?? true }
        guard isIdle || now.uptime >= until else { return }
        stopping = .leaving
        effects.append(.log(.leave))
    }
}
