import Ratchet

/// Steps that go on while their partition has no ledger here.
extension Engine {
    /// Running steps of a ledger that ends go on; slots held for pick-ups are free.
    mutating func park(_ partition: Int) {
        guard let owned = partitions[partition].owned else { return }
        for place in owned.ledger.runs.livePlaces {
            let entry = owned.ledger.runs[place]
            switch entry.stage {
            case .running(let ticket) where slots[ticket] != nil:
                let number = entry.checkpoint.number
                partitions[partition].parked[entry.jobId] = ParkedStep(number: number, ticket: ticket)
                slots[ticket]?.home = .parked(jobId: entry.jobId)
            case .pickingUp(let ticket): slots.free(ticket)
            default: break
            }
        }
    }

    /// Nobody has committed since the lease ended: what went on counts, if its run still stands where it stood.
    mutating func attachParked(_ partition: Int, at now: Moment, into effects: inout [EngineEffect]) {
        let parked = partitions[partition].parked
        partitions[partition].parked = [:]
        for (jobId, step) in parked.sorted(by: { $0.key < $1.key }) {
            guard let owned = partitions[partition].owned,
                let place = owned.ledger.attach(jobId, at: step.number, step.ticket, at: now)
            else {
                abandon(step.ticket, into: &effects)
                continue
            }
            if let (result, session) = step.end {
                let event = LedgerEvent.performed(run: place, step.ticket, result, session: session)
                tell(partition, event, at: now, into: &effects)
            } else {
                slots[step.ticket]?.home = .ledger(place: place)
            }
        }
    }

    /// Somebody else has owned the partition, or may have: what went on is void.
    mutating func dropParked(_ partition: Int, into effects: inout [EngineEffect]) {
        let parked = partitions[partition].parked
        partitions[partition].parked = [:]
        for (_, step) in parked.sorted(by: { $0.key < $1.key }) {
            abandon(step.ticket, into: &effects)
        }
    }

    /// The group has given these to somebody else.
    mutating func dropParked(except given: [Int32], into effects: inout [EngineEffect]) {
        for partition in partitions.indices where !given.contains(Int32(partition)) {
            drop(partition)
            dropParked(partition, into: &effects)
        }
    }
}
