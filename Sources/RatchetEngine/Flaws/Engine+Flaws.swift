/// What it takes to break a rule of the engine, where it takes more than a line.
extension Engine {
    @inline(__always) func flawed(_ flaw: Flaw) -> Bool { configuration.flawed(flaw) }

    /// `unkfail`, `unkok`: what an unknown outcome is taken for.
    func presumed(_ outcome: BatchOutcome) -> BatchOutcome {
        guard outcome == .unknown else { return outcome }
        if flawed(.unkfail) { return .aborted(.transient("presumed")) }
        return flawed(.unkok) ? .committed : outcome
    }

    /// `mixup`: the offsets of the first two partitions change places.
    func mixedUp(_ parts: [PartitionBatch]) -> [PartitionBatch] {
        guard parts.count > 1 else { return parts }
        var parts = parts
        let (first, second) = (parts[0], parts[1])
        parts[0] = first.with(second.offsets)
        parts[1] = second.with(first.offsets)
        return parts
    }

    /// `late`: the step may come back in its own time, and still counts.
    mutating func forgives(_ ticket: Ticket, at now: Moment, into effects: inout [EngineEffect]) -> Bool {
        guard case .ledger? = steps[ticket]?.home else { return false }
        steps[ticket]?.enterRegion(at: now)
        effects.append(.cancel(ticket))
        return true
    }
}

extension Moment {
    /// `wallclock`: as if there were no other clock.
    var byWallClock: Moment { Moment(wall: wall, uptime: wall) }
}

extension PartitionBatch {
    fileprivate func with(_ offsets: [Inbox: Int64]) -> PartitionBatch {
        PartitionBatch(partition: partition, entries: entries, offsets: offsets, mark: mark)
    }
}
