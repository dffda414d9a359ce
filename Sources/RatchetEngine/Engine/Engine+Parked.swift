import Ratchet

/// Steps that go on while their partition has no ledger here.
extension Engine {
    /// Running steps of a ledger that ends go on; slots held for pick-ups are free.
    mutating func park(_ partition: Int) {
        for entry in partitions[partition].ledger?.liveRuns ?? [] {
            let jobId = entry.checkpoint.run.jobId
            switch entry.stage {
            case .running(let ticket) where steps[ticket] != nil:
                partitions[partition].parked[jobId] = ParkedStep(
                    number: entry.checkpoint.number,
                    progress: .running(ticket)
                )
                steps[ticket]?.home = .parked(jobId: jobId)
            case .pickingUp: freeSlot(isSuspect: entry.holdsSuspicion)
            default: break
            }
        }
    }

    mutating func freeSlot(isSuspect: Bool) {
        slots.free()
        if isSuspect { slots.suspectEnded() }
    }

    /// Nobody has committed since the lease ended: what went on counts, if its run still stands where it stood.
    mutating func attachParked(_ partition: Int, at now: Moment, into effects: inout [EngineEffect]) {
        let parked = partitions[partition].parked
        partitions[partition].parked = [:]
        for (jobId, step) in parked.sorted(by: { $0.key < $1.key }) {
            guard let place = partitions[partition].ledger?.attach(jobId, step) else {
                if case .running(let ticket) = step.progress { end(ticket, into: &effects) }
                continue
            }
            switch step.progress {
            case .running(let ticket):
                steps[ticket]?.home = .ledger(place: place)
                partitions[partition].ledger?.runs[place].holdsSuspicion = steps[ticket]?.isSuspect ?? false
            case .done(let result, let session):
                partitions[partition].ledger?.runs[place].session = session
                tell(partition, .performed(run: place, result), at: now, into: &effects)
            }
        }
    }

    /// Somebody else has owned the partition, or may have: what went on is void.
    mutating func dropParked(_ partition: Int, into effects: inout [EngineEffect]) {
        let parked = partitions[partition].parked
        partitions[partition].parked = [:]
        for (_, step) in parked.sorted(by: { $0.key < $1.key }) {
            if case .running(let ticket) = step.progress { end(ticket, into: &effects) }
        }
    }

    /// The group has given these to somebody else.
    mutating func dropParked(except given: [Int32], into effects: inout [EngineEffect]) {
        for partition in partitions.indices where !given.contains(Int32(partition)) {
            drop(partition)
            dropParked(partition, into: &effects)
        }
    }

    /// Ends a parked step that runs.
    private mutating func end(_ ticket: Ticket, into effects: inout [EngineEffect]) {
        guard let step = steps[ticket] else { return }
        freeSlot(isSuspect: step.isSuspect)
        abandon(ticket, into: &effects)
    }

    /// The step's result is of no use; its slot is free already.
    mutating func abandon(_ ticket: Ticket, into effects: inout [EngineEffect]) {
        guard steps.removeValue(forKey: ticket) != nil else { return }
        strays[ticket] = uptime
        effects.append(.cancel(ticket))
    }
}

extension Ledger {
    /// Finds the place of a parked step, if its run is live and stands at that step.
    mutating func attach(_ jobId: String, _ step: ParkedStep) -> Int? {
        guard let place = places[jobId], runs[place].stage == .expected,
            runs[place].checkpoint.number == step.number
        else { return nil }
        expectedCount -= 1
        switch step.progress {
        case .running(let ticket): turn(place, to: .running(ticket))
        case .done: turn(place, to: .continuing)
        }
        return place
    }
}
