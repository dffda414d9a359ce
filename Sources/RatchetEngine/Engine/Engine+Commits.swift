/// Batches are built by partition: whenever a producer is free, it takes all that is settled in a few partitions. Batches
/// of one partition come strictly one after another; batches of different partitions overlap.
extension Engine {
    mutating func commitReady(at now: Moment, into effects: inout [EngineEffect]) {
        while let producer = resting.first {
            let chosen = choosePartitions(at: now)
            guard let first = chosen.first, let lease = partitions[first].owned?.ledger.lease else { return }
            _ = resting.popFirst()
            serials.batch += 1
            let share = configuration.batchBytes / chosen.count
            let batch = Batch(
                id: serials.batch,
                producer: producer,
                lease: lease,
                parts: chosen.map { part(of: $0, upTo: share, at: now) }
            )
            batches[batch.id] = batch
            pace.began(batch.id, at: now)
            effects.append(.log(.commit(batch)))
        }
    }

    /// Partitions for one transaction: as many as may share it, those first that hold most; fewer when one must not
    /// wait, or nothing else is about to be ready.
    ///
    /// One that has failed before goes alone.
    private mutating func choosePartitions(at now: Moment) -> [Int] {
        let patience = patience
        var readiness = Array(repeating: Readiness.idle, count: partitions.count)
        for index in partitions.indices where partitions[index].inFlight == nil {
            readiness[index] = partitions[index].owned?.ledger.readiness(at: now, patience: patience) ?? .idle
        }
        commitWake = readiness.compactMap(\.until).min()
        let due = partitions.indices.filter { readiness[$0] == .due }
        let complete = partitions.indices.filter { if case .complete = readiness[$0] { true } else { false } }
        let isWorthWaiting = readiness.contains { reading in
            if case .gathering = reading { true } else { reading == .underWay }
        }
        if due.isEmpty, complete.count < configuration.partitionsPerBatch, isWorthWaiting { return [] }
        let ready =
            due.sorted { wanted($0) < wanted($1) } + complete.sorted { pendingCount($0) > pendingCount($1) }
        if let alone = ready.first(where: { partitions[$0].owned?.ledger.goesAlone(at: now) ?? false }) {
            return [alone]
        }
        guard let first = ready.first, let lease = partitions[first].owned?.ledger.lease else { return [] }
        return Array(
            ready.filter { partitions[$0].owned?.ledger.lease == lease }.prefix(configuration.partitionsPerBatch)
        )
    }

    private func wanted(_ partition: Int) -> Milliseconds { partitions[partition].owned?.ledger.writes.wanted ?? .max }

    private func pendingCount(_ partition: Int) -> Int { partitions[partition].owned?.ledger.writes.pending.count ?? 0 }

    private mutating func part(of partition: Int, upTo bytes: Int, at now: Moment) -> PartitionBatch {
        serials.counter += 1
        let mark = CommitMark(executor: configuration.executor, counter: serials.counter)
        let opening = partitions[partition].owned?.ledger.opening ?? 0
        partitions[partition].inFlight = OpenBatch(batch: serials.batch, opening: opening, mark: mark)
        let (entries, offsets) = partitions[partition].owned?.ledger.takeBatch(upTo: bytes, at: now) ?? ([], [:])
        return PartitionBatch(partition: Int32(partition), entries: entries, offsets: offsets, mark: mark)
    }

    mutating func batchEnded(
        _ id: Int,
        _ outcome: BatchOutcome,
        _ places: [CheckpointPlace],
        at now: Moment,
        into effects: inout [EngineEffect]
    ) {
        guard let batch = batches.removeValue(forKey: id) else { return }
        resting.append(batch.producer)
        pace.ended(id, at: now)
        for part in batch.parts {
            switch outcome {
            case .committed:
                let own = places.lazy.filter { $0.partition == part.partition }.map { ($0.jobId, $0.offset) }
                let event = LedgerEvent.committed(Dictionary(own) { $1 })
                conclude(Int(part.partition), event, at: now, into: &effects)
            case .aborted(let reason): conclude(Int(part.partition), .aborted(reason), at: now, into: &effects)
            case .unknown: effects.append(.log(.readCommitted(.outcome(batch: id), part.partition)))
            }
        }
    }

    /// The mark on the committed offset tells the outcome: the batch's own, or the one before it.
    ///
    /// Anything else: somebody else has written, or the offset is lost; the lease is over.
    mutating func outcomeRead(
        _ batch: Int,
        _ partition: Int,
        _ positions: CommittedPositions,
        at now: Moment,
        into effects: inout [EngineEffect]
    ) {
        guard let open = partitions[partition].inFlight, open.batch == batch else { return }
        if positions.mark == open.mark {
            conclude(partition, .committed([:]), at: now, into: &effects)
        } else if let mark = positions.mark, mark == partitions[partition].lastMark {
            conclude(partition, .aborted(.transient("not committed")), at: now, into: &effects)
        } else {
            partitions[partition].inFlight = nil
            if partitions[partition].owned?.ledger.opening == open.opening { reopen(partition, at: now) }
            dropParked(partition, into: &effects)
            resumeOpening(partition, into: &effects)
        }
    }

    private mutating func conclude(
        _ partition: Int,
        _ event: LedgerEvent,
        at now: Moment,
        into effects: inout [EngineEffect]
    ) {
        guard let open = partitions[partition].inFlight else { return }
        partitions[partition].inFlight = nil
        if case .committed = event { partitions[partition].lastMark = open.mark }
        if partitions[partition].owned?.ledger.opening == open.opening {
            if case .aborted(.fenced) = event {
                drop(partition)
            } else {
                tell(partition, event, at: now, into: &effects)
            }
        }
        resumeOpening(partition, into: &effects)
    }

    private mutating func resumeOpening(_ partition: Int, into effects: inout [EngineEffect]) {
        if case .settlingOutcome? = partitions[partition].opening?.stage { beginReading(partition, into: &effects) }
    }
}
