import RatchetEngine

/// What an engine asks of the log, answered at some moment, and heard at a later one.
extension World {
    func readCommitted(_ purpose: ReadPurpose, _ partition: Int32, for executor: SimulatedExecutor) {
        atBroker(random.latency(), for: executor) { [self] in
            guard broker.pendingOffsets[Int(partition)] == 0, !happens(chances.tornRead) else {
                readCommitted(purpose, partition, for: executor)
                return
            }
            let positions = broker.committed[Int(partition)]
            answer(executor) { .committedRead(purpose, partition, positions) }
        }
    }

    func readEnds(_ opening: Int, _ partition: Int32, for executor: SimulatedExecutor) {
        atBroker(random.latency(), for: executor) { [self] in
            let ends = ends(partition)
            answer(executor) { .endsRead(opening: opening, partition, ends) }
        }
    }

    func readTable(_ opening: Int, _ partition: Int32, upTo ends: LogEnds, for executor: SimulatedExecutor) {
        atBroker(random.latency(), for: executor) { [self] in
            let stable = broker.checkpoints[Int(partition)].stableEnd
            let stableMail = broker.mail[Int(partition)].stableEnd
            guard stable >= ends.checkpoints, stableMail >= ends.mail else {
                readTable(opening, partition, upTo: ends, for: executor)
                return
            }
            // A reader may ask for the ends anew.
            let reading = TableReading(
                opening: opening,
                partition: partition,
                upTo: random.chance(0.5) ? ends.checkpoints : stable,
                mail: random.chance(0.5) ? ends.mail : stableMail
            )
            read(reading, for: executor)
        }
    }

    /// The rest of a table, in one go or in several, with anything in between.
    private func read(_ reading: TableReading, for executor: SimulatedExecutor) {
        var reading = reading
        let partition = reading.partition
        if happens(chances.tornRead) {
            let isCut = random.chance(0.5)
            note("\(executor.name) reads the table of p\(partition) \(isCut ? "and is cut off" : "in part")")
            if isCut {
                reading.restart()
            } else {
                reading.take(random.within(1...4), of: broker.checkpoints[Int(partition)])
            }
            atBroker(random.latency(), for: executor) { [self] in read(reading, for: executor) }
            return
        }
        provoke(executor, partition)
        reading.take(.max, of: broker.checkpoints[Int(partition)])
        answer(reading, for: executor)
    }

    private func answer(_ reading: TableReading, for executor: SimulatedExecutor) {
        // What was asked for an earlier opening is void.
        let isWanted = executor.engine.opening(of: reading.partition, isOwned: false) == reading.opening
        if isWanted, executor.knownLease == executor.lastLease, let membership = executor.memberships.values.first {
            auditor.tableRead(reading.partition, under: membership.generation)
        }
        let tables = reading.tables(
            broker,
            parts: random.within(1...3),
            warm: { [self] _ in random.chance(0.2) },
            unreadable: { [plan] in executor.isOldProgram && plan.hasNewFormat && plan.isNew($0.run.job) }
        )
        answer(tables, of: reading, to: executor)
    }

    /// One part after another, with anything in between.
    private func answer(_ tables: [Table], of reading: TableReading, to executor: SimulatedExecutor) {
        guard let first = tables.first else { return }
        later(random.latency(), on: executor) { [self] in
            post(.tableRead(opening: reading.opening, reading.partition, first), to: executor)
            answer(Array(tables.dropFirst()), of: reading, to: executor)
        }
    }

    func fetch(_ opening: Int, _ partition: Int32, _ offsets: [Int64], for executor: SimulatedExecutor) {
        atBroker(random.latency(), for: executor) { [self] in
            let log = broker.checkpoints[Int(partition)]
            guard log.stableEnd > offsets.last ?? 0 else {
                fetch(opening, partition, offsets, for: executor)
                return
            }
            let found = offsets.map { offset in
                let entry = log[offset]
                let checkpoint = entry.state == .committed ? entry.content?.checkpoint : nil
                return FetchedCheckpoint(offset: offset, checkpoint.map { .found($0) } ?? .missing)
            }
            answer(executor) { .fetched(opening: opening, partition, found) }
        }
    }

    private func answer(_ executor: SimulatedExecutor, _ event: @escaping () -> EngineEvent) {
        later(random.latency(), on: executor) { [self] in post(event(), to: executor) }
    }

    private func ends(_ partition: Int32) -> LogEnds {
        let partition = Int(partition)
        let steps = broker.steps[partition]
        return LogEnds(
            starts: [
                .steps: steps.start, .triggers: broker.triggers[partition].start,
                .commands: broker.commands[partition].start,
            ],
            steps: steps.end,
            checkpoints: broker.checkpoints[partition].end,
            mail: broker.mail[partition].end
        )
    }
}
