import Ratchet
import RatchetEngine

/// Transactions from begin to their markers.
extension World {
    private enum Operation {
        case produce(PartitionBatch)
        case offsets
        case end
    }

    /// What is to go wrong with a transaction.
    private enum Fate {
        case none
        case aborts(at: Int)
        case stalls(at: Int)
        case answerLost(requestToo: Bool)
    }

    func happens(_ chance: Double) -> Bool { chance > 0 && !isCalm && random.chance(chance) }

    func commit(_ batch: Batch, of executor: SimulatedExecutor) {
        for part in batch.parts where !executor.partitionsInFlight.insert(part.partition).inserted {
            fail("\(executor.name) commits a second batch of partition \(part.partition) while one is in flight")
        }
        for part in batch.parts where part.entries.isEmpty {
            fail("\(executor.name) commits nothing in partition \(part.partition)")
        }
        let producer = executor.producers[batch.producer]
        if producer.isBusy { fail("\(executor.name) gives producer \(batch.producer) a batch while it has one") }
        producer.isBusy = true
        guard let membership = executor.memberships[batch.lease] else {
            later(random.latency(), on: executor) { [self] in end(batch, .aborted(.fenced), executor) }
            return
        }
        begin(batch, membership, producer, executor)
    }

    private func begin(
        _ batch: Batch,
        _ membership: Membership,
        _ producer: Producer,
        _ executor: SimulatedExecutor
    ) {
        atBroker(random.latency(), for: executor) { [self] in
            guard producer.transaction?.isSettled ?? true else {
                begin(batch, membership, producer, executor)
                return
            }
            transactionCount += 1
            let transaction = Transaction(
                id: transactionCount,
                batch: batch,
                membership: membership,
                executor: executor.index
            )
            producer.transaction = transaction
            atBroker(plan.transactionTimeout) { [self] in
                if transaction.state == .open { note("transaction \(transaction.id) times out") }
                decide(transaction, commits: false)
            }
            var operations = batch.parts.map { Operation.produce($0) }
            operations.insert(.offsets, at: random.below(operations.count + 1))
            advance(transaction, operations + [.end], at: 0, fate(operations.count + 1, producer), executor)
        }
    }

    private func fate(_ operations: Int, _ producer: Producer) -> Fate {
        if producer.failuresLeft > 0 {
            producer.failuresLeft -= 1
            return .aborts(at: random.below(operations))
        }
        if happens(chances.unknownOutcome) { return .answerLost(requestToo: random.chance(0.5)) }
        if happens(chances.transientAbort) { return .aborts(at: random.below(operations)) }
        if happens(chances.transactionTimeout) { return .stalls(at: random.below(operations)) }
        return .none
    }

    private func advance(
        _ transaction: Transaction,
        _ operations: [Operation],
        at place: Int,
        _ fate: Fate,
        _ executor: SimulatedExecutor
    ) {
        var delay = random.latency()
        if case .stalls(place) = fate { delay += plan.transactionTimeout + 100_000 }
        atBroker(delay, for: executor) { [self] in
            guard transaction.state == .open else {
                recreate(transaction, executor)
                return
            }
            if case .aborts(place) = fate {
                abort(transaction, .transient("scripted"), executor)
                return
            }
            switch operations[place] {
            case .produce(let part):
                if let refusal = produce(part, in: transaction, of: executor) {
                    if case .refused(_, .size) = refusal {
                        executor.producers[transaction.batch.producer].failuresLeft = random.below(3)
                    }
                    abort(transaction, refusal, executor)
                    return
                }
            case .offsets:
                guard group.accepts(transaction.membership) else {
                    auditor.disrupt(transaction.batch.parts.map(\.partition))
                    abort(transaction, .fenced, executor)
                    return
                }
                transaction.hasOffsets = true
                offsetCount += 1
                transaction.offsetOrder = offsetCount
                for part in transaction.batch.parts { broker.pendingOffsets[Int(part.partition)] += 1 }
            case .end:
                sendEnd(of: transaction, fate, executor)
                return
            }
            advance(transaction, operations, at: place + 1, fate, executor)
        }
    }

    /// The request is on its way, whatever becomes of who sent it.
    private func sendEnd(of transaction: Transaction, _ fate: Fate, _ executor: SimulatedExecutor) {
        var isAnswered = true
        if case .answerLost(let requestToo) = fate {
            isAnswered = false
            for part in transaction.batch.parts {
                let isMarkLost = chances.kinds.contains(.lostOffsets) && random.chance(0.2)
                provoke(executor, part.partition, with: isMarkLost ? .lostOffsets : nil)
            }
            later(random.latency() + Int64(random.below(200_000)), on: executor) { [self] in
                recreate(transaction, executor)
            }
            if requestToo { return }
        }
        atBroker(random.latency()) { [self] in
            decide(transaction, commits: true)
            guard isAnswered else { return }
            later(random.latency(), on: executor) { [self] in
                if transaction.state == .committed {
                    // The broker does not always tell where.
                    end(transaction.batch, .committed, executor, random.chance(0.8) ? transaction.places : [])
                } else {
                    recreate(transaction, executor)
                }
            }
        }
    }

    private func abort(_ transaction: Transaction, _ reason: AbortReason, _ executor: SimulatedExecutor) {
        decide(transaction, commits: false)
        later(random.latency(), on: executor) { [self] in end(transaction.batch, .aborted(reason), executor) }
    }

    /// The producer is made anew: what is open is aborted, and nothing is told before its markers are written.
    private func recreate(_ transaction: Transaction, _ executor: SimulatedExecutor) {
        atBroker(random.latency(), for: executor) { [self] in
            decide(transaction, commits: false)
            guard transaction.isSettled else {
                recreate(transaction, executor)
                return
            }
            auditor.disrupt(transaction.batch.parts.map(\.partition))
            end(transaction.batch, .unknown, executor)
        }
    }

    /// Decides a transaction that is open; its markers are written one by one.
    private func decide(_ transaction: Transaction, commits: Bool) {
        guard transaction.state == .open else { return }
        transaction.state = commits ? .committed : .aborted
        note(
            "transaction \(transaction.id) of \(executors[transaction.executor].name), batch \(transaction.batch.id): "
                + "\(transaction.state)"
        )
        if commits { auditor.decide(transaction, broker, at: wall) }
        for part in transaction.batch.parts { provoke(executors[transaction.executor], part.partition) }
        transaction.markersLeft = transaction.touched.count + (transaction.hasOffsets ? 1 : 0)
        for place in transaction.touched {
            writeMarker { [self] in
                broker.mark(place, transaction.id, committed: commits, at: wall)
                transaction.markersLeft -= 1
                stir(place)
            }
        }
        guard transaction.hasOffsets else { return }
        writeMarker { [self] in
            transaction.markersLeft -= 1
            for part in transaction.batch.parts {
                broker.pendingOffsets[Int(part.partition)] -= 1
                if commits { broker.commitOffsets(of: part, order: transaction.offsetOrder) }
            }
        }
    }

    private func writeMarker(_ write: @escaping () -> Void) {
        let lag = happens(chances.slowMarkers) ? Int64(random.within(10_000...400_000)) : 0
        atBroker(random.latency() + lag, write)
    }

    private func stir(_ place: Broker.Place) {
        switch place {
        case .steps(let partition), .mail(let partition): stir(partition)
        case .checkpoints, .dead, .outputs, .notifications: break
        }
    }

    /// The engine hears how it ended.
    private func end(
        _ batch: Batch,
        _ outcome: BatchOutcome,
        _ executor: SimulatedExecutor,
        _ places: [CheckpointPlace] = []
    ) {
        executor.producers[batch.producer].isBusy = false
        for part in batch.parts { executor.partitionsInFlight.remove(part.partition) }
        post(.batchEnded(id: batch.id, outcome, places: places), to: executor)
    }
}
