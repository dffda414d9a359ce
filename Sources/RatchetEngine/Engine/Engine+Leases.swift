import Ratchet

/// From an assignment to a ledger and back. The order of the reads is what makes a take-over right: the outcome of our own
/// batch, the committed offsets (which waits for the old owner's pending ones), the ends, the table up to its end.
extension Engine {
    mutating func open(_ partition: Int, _ lease: Int, at now: Moment, into effects: inout [EngineEffect]) {
        drop(partition)
        partitions[partition].isPaused = false
        startOpening(partition, lease, .settlingOutcome, at: now)
        if partitions[partition].inFlight == nil { beginReading(partition, into: &effects) }
    }

    private mutating func startOpening(_ partition: Int, _ lease: Int, _ stage: Opening.Stage, at now: Moment) {
        serials.opening += 1
        let opening = Opening(id: serials.opening, lease: lease, since: now.uptime, stage: stage)
        partitions[partition].ownership = .opening(opening)
    }

    private mutating func proceed(_ opening: Opening, of partition: Int, to stage: Opening.Stage) {
        var opening = opening
        opening.stage = stage
        partitions[partition].ownership = .opening(opening)
    }

    mutating func beginReading(_ partition: Int, into effects: inout [EngineEffect]) {
        guard let opening = partitions[partition].opening else { return }
        proceed(opening, of: partition, to: .readingCommitted)
        effects.append(.log(.readCommitted(.opening(opening.id), Int32(partition))))
    }

    mutating func committedRead(
        _ id: Int,
        _ partition: Int,
        _ positions: CommittedPositions,
        into effects: inout [EngineEffect]
    ) {
        guard let opening = partitions[partition].opening, opening.id == id, case .readingCommitted = opening.stage
        else { return }
        if positions.mark != partitions[partition].lastMark { dropParked(partition, into: &effects) }
        partitions[partition].lastMark = positions.mark
        proceed(opening, of: partition, to: .readingEnds(positions))
        effects.append(.log(.readEnds(opening: id, Int32(partition))))
    }

    /// `id` is that of the opening, or of the ledger that has asked.
    mutating func endsRead(
        _ id: Int,
        _ partition: Int,
        _ ends: LogEnds,
        at now: Moment,
        into effects: inout [EngineEffect]
    ) {
        switch partitions[partition].ownership {
        case .opening(let opening):
            guard opening.id == id, case .readingEnds(let positions) = opening.stage else { return }
            let ledger = Ledger(
                partition: Int32(partition),
                opening: id,
                lease: opening.lease,
                committed: positions,
                ends: ends,
                configuration: configuration,
                rules: rules
            )
            proceed(opening, of: partition, to: .readingTable(OwnedLedger(ledger)))
            effects.append(.log(.readTable(opening: id, Int32(partition), upTo: ends)))
        case .owned(let owned) where owned.ledger.opening == id:
            tell(partition, .endsRead(ends), at: now, into: &effects)
        case .owned, .none: break
        }
    }

    mutating func tableRead(
        _ id: Int,
        _ partition: Int,
        _ table: Table,
        at now: Moment,
        into effects: inout [EngineEffect]
    ) {
        guard let opening = partitions[partition].opening, opening.id == id,
            case .readingTable(let owned) = opening.stage
        else { return }
        owned.ledger.admit(table)
        guard let mailEnd = table.mailEnd else { return }
        partitions[partition].ownership = .owned(owned)
        attachParked(partition, at: now, into: &effects)
        let from = Dictionary(uniqueKeysWithValues: Inbox.allCases.map { ($0, owned.ledger.inboxes[$0]) })
        effects.append(.log(.consume(opening: id, Int32(partition), from: from, mail: mailEnd)))
        tell(partition, .tick, at: now, into: &effects)
        tell(partition, .arrived([]), at: now, into: &effects)
        let facts = [
            "partition": "\(partition)", "runs": "\(owned.ledger.runs.count)",
            "milliseconds": "\(now.uptime - opening.since)",
        ]
        effects.append(.report(Report(.info, "A partition is owned", facts)))
    }

    mutating func fetched(
        _ id: Int,
        _ partition: Int,
        _ found: [FetchedCheckpoint],
        at now: Moment,
        into effects: inout [EngineEffect]
    ) {
        guard partitions[partition].owned?.ledger.opening == id else { return }
        tell(partition, .fetched(found), at: now, into: &effects)
    }

    /// The table says what this lease cannot know: read it again.
    ///
    /// What is not ours any more is fenced all the same.
    mutating func reopen(_ partition: Int, at now: Moment) {
        let owned = partitions[partition].owned
        drop(partition)
        guard let owned, !owned.ledger.isClosing else { return }
        startOpening(partition, owned.ledger.lease, .resting(until: now.uptime + Self.doubtfulRest), at: now)
    }

    private static let doubtfulRest: Milliseconds = 500

    /// The lease ends without a last word: nothing more is written under it.
    ///
    /// Steps go on, parked.
    mutating func drop(_ partition: Int) {
        park(partition)
        partitions[partition].ownership = .none
    }

    mutating func lose(_ taken: [Int32]) {
        for partition in taken { drop(Int(partition)) }
    }

    mutating func revoke(_ taken: [Int32], at now: Moment, into effects: inout [EngineEffect]) {
        releasing = taken
        // A leaving executor has already waited for its steps.
        let patience: Milliseconds = if case .leaving? = stopping { 0 } else { configuration.revocationPatience }
        for partition in taken.map({ Int($0) }) {
            if partitions[partition].opening != nil { drop(partition) }
            tell(partition, .revoked(patience: patience), at: now, into: &effects)
        }
    }

    /// The group stopped waiting for what it had asked back: releasing that now would end the new lease.
    mutating func endRevocation() {
        for partition in releasing {
            drop(Int(partition))
        }
        releasing = []
    }

    /// Tells the group that it may have the partitions, once all that could be committed under their lease is.
    mutating func release(at now: Moment, into effects: inout [EngineEffect]) {
        guard !releasing.isEmpty else { return }
        for partition in releasing.map({ Int($0) }) where partitions[partition].owned?.ledger.isClosed ?? false {
            drop(partition)
        }
        guard releasing.allSatisfy({ partitions[Int($0)].owned == nil }) else { return }
        effects.append(.log(.release(releasing)))
        releasing = []
    }
}
