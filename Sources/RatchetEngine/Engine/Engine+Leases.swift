import Ratchet

/// From an assignment to a ledger and back. The order of the reads is what makes a take-over right: the outcome of our own
/// batch, the committed offsets (which waits for the old owner's pending ones), the ends, the table up to its end.
extension Engine {
    mutating func open(_ partition: Int, _ lease: Int, into effects: inout [EngineEffect]) {
        drop(partition)
        partitions[partition].isPaused = false
        startOpening(partition, lease, .settlingOutcome)
        if partitions[partition].inFlight == nil { beginReading(partition, into: &effects) }
    }

    private mutating func startOpening(_ partition: Int, _ lease: Int, _ stage: Opening.Stage) {
        serials.opening += 1
        partitions[partition].opening = Opening(id: serials.opening, lease: lease, stage: stage)
    }

    mutating func beginReading(_ partition: Int, into effects: inout [EngineEffect]) {
        guard let opening = partitions[partition].opening else { return }
        partitions[partition].opening?.stage = .readingCommitted
        effects.append(.log(.readCommitted(.opening(opening.id), Int32(partition))))
    }

    mutating func committedRead(
        _ id: Int,
        _ partition: Int,
        _ positions: CommittedPositions,
        into effects: inout [EngineEffect]
    ) {
        guard let opening = partitions[partition].opening, opening.id == id, opening.stage == .readingCommitted else {
            return
        }
        if positions.mark != partitions[partition].lastMark { dropParked(partition, into: &effects) }
        partitions[partition].lastMark = positions.mark
        partitions[partition].opening?.committed = positions
        partitions[partition].opening?.stage = .readingEnds
        effects.append(.log(.readEnds(opening: id, Int32(partition))))
    }

    mutating func endsRead(_ id: Int, _ partition: Int, _ ends: LogEnds, into effects: inout [EngineEffect]) {
        guard let opening = partitions[partition].opening, opening.id == id, opening.stage == .readingEnds else {
            return
        }
        partitions[partition].opening?.ends = ends
        partitions[partition].opening?.stage = .readingTable
        effects.append(.log(.readTable(opening: id, Int32(partition), upTo: ends.checkpoints)))
    }

    mutating func tableRead(
        _ id: Int,
        _ partition: Int,
        _ table: Table,
        at now: Moment,
        into effects: inout [EngineEffect]
    ) {
        guard let opening = partitions[partition].opening, opening.id == id, opening.stage == .readingTable else {
            return
        }
        partitions[partition].opening = nil
        partitions[partition].ledger = Ledger(
            partition: Int32(partition),
            opening: opening.id,
            lease: opening.lease,
            committed: opening.committed,
            ends: opening.ends,
            table: table,
            configuration: configuration,
            rules: rules
        )
        attachParked(partition, at: now, into: &effects)
        var from: [Inbox: Int64] = [:]
        for inbox in Inbox.allCases { from[inbox] = partitions[partition].ledger?.positions[inbox.rawValue] }
        effects.append(.log(.consume(opening: id, Int32(partition), from: from)))
        tell(partition, .tick, at: now, into: &effects)
        tell(partition, .arrived(.end(of: .steps, offset: 0)), at: now, into: &effects)
        effects.append(
            .report(
                Report(
                    .info,
                    "A partition is owned",
                    ["partition": "\(partition)", "runs": "\(partitions[partition].ledger?.places.count ?? 0)"]
                )
            )
        )
    }

    /// The table says what this lease cannot know: read it again.
    ///
    /// What is not ours any more is fenced all the same.
    mutating func reopen(_ partition: Int, at now: Moment) {
        guard let lease = partitions[partition].ledger?.lease, !(partitions[partition].ledger?.isClosing ?? true) else {
            drop(partition)
            return
        }
        drop(partition)
        startOpening(partition, lease, .resting(until: now.uptime + 500))
    }

    /// The lease ends without a last word: nothing more is written under it.
    ///
    /// Steps go on, parked.
    mutating func drop(_ partition: Int) {
        park(partition)
        partitions[partition].ledger = nil
        partitions[partition].opening = nil
    }

    mutating func lose(_ taken: [Int32]) {
        for partition in taken { drop(Int(partition)) }
    }

    mutating func revoke(_ taken: [Int32], at now: Moment, into effects: inout [EngineEffect]) {
        releasing = taken
        // Who leaves has waited for its steps before.
        let patience: Milliseconds = if case .leaving? = stopping { 0 } else { configuration.revocationPatience }
        for partition in taken.map({ Int($0) }) {
            partitions[partition].opening = nil
            tell(partition, .revoked(patience: patience), at: now, into: &effects)
        }
    }

    /// The group did not wait any longer for what it had asked back: to release that now would end the new lease.
    mutating func endRevocation() {
        for partition in releasing {
            drop(Int(partition))
        }
        releasing = []
    }

    /// Tells the group that it may have the partitions, once all that could be committed under their lease is.
    mutating func release(at now: Moment, into effects: inout [EngineEffect]) {
        guard !releasing.isEmpty else { return }
        for partition in releasing.map({ Int($0) }) where partitions[partition].ledger?.isClosed ?? false {
            drop(partition)
        }
        guard releasing.allSatisfy({ partitions[Int($0)].ledger == nil }) else { return }
        effects.append(.log(.release(releasing)))
        releasing = []
    }
}
