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

    func readTable(_ opening: Int, _ partition: Int32, upTo end: Int64, for executor: SimulatedExecutor) {
        atBroker(random.latency(), for: executor) { [self] in
            guard broker.checkpoints[Int(partition)].stableEnd >= end else {
                readTable(opening, partition, upTo: end, for: executor)
                return
            }
            let checkpoints = broker.checkpoints[Int(partition)]
            let bound = random.chance(0.5) ? min(end, checkpoints.stableEnd) : checkpoints.stableEnd
            read(TableReading(opening: opening, partition: partition, upTo: bound), for: executor)
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
        if let membership = executor.memberships.values.first {
            auditor.tableRead(reading.partition, under: membership.generation)
        }
        answer(executor) { .tableRead(opening: reading.opening, reading.partition, Table(checkpoints: reading.table)) }
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
            checkpoints: broker.checkpoints[partition].end
        )
    }
}
