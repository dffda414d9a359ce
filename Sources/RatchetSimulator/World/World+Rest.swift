import RatchetEngine

/// What must hold when nothing can happen any more.
extension World {
    func checkRest() {
        for executor in executors where executor.isAlive {
            let load = executor.engine.load
            if executor.consumer.phase != .assigned { fail("\(executor.name) is not in the group at rest") }
            if load.slotsUsed != 0 || load.hasSuspect || load.parkedSteps != 0 {
                fail("\(executor.name) holds what nobody uses at rest: \(load)")
            }
            if load.pendingWrites != 0 || load.refusedWrites != 0 || load.batchesInFlight != 0
                || load.producersFree != plan.producers
            {
                fail("\(executor.name) has not committed all at rest: \(load)")
            }
        }
        for partition in broker.steps.indices {
            let owners = executors.filter { $0.isAlive && $0.engine.load.owned.contains(Int32(partition)) }
            if owners.count != 1 { fail("partition \(partition) has \(owners.count) owners at rest") }
        }
        auditor.checkRest(broker, plan)
    }

    /// Two weeks and more go by: what is over is forgotten, and stays so.
    func outliveRetention() {
        note("retention passes")
        for partition in broker.steps.indices {
            broker.steps[partition].truncate(before: broker.steps[partition].stableEnd)
            broker.triggers[partition].truncate(before: broker.triggers[partition].stableEnd)
            broker.commands[partition].truncate(before: broker.commands[partition].stableEnd)
        }
        later(15 * 86_400 * 1_000_000) { [self] in
            for executor in executors where executor.isAlive { work(executor) }
        }
        run()
        for partition in broker.checkpoints.indices where auditor.violation == nil {
            for checkpoint in broker.table(partition, upTo: .max)
            where checkpoint.standing.isOver && !auditor.refusedExpiries.contains(checkpoint.run.jobId) {
                fail("\(checkpoint.run.jobId) is over and never forgotten")
            }
        }
    }
}
