import RatchetEngine

/// Faults that strike at a moment.
extension World {
    func strike(_ fault: SimulatedFault) {
        note("fault: \(fault)")
        let alive = executors.filter { $0.isAlive && !$0.isStopping }
        let partition = random.below(plan.partitions)
        switch fault {
        case .crash: random.pick(alive).map { crash($0) }
        case .pause: random.pick(alive).map { pause($0) }
        case .sessionLoss: random.pick(group.members).map { endSession(of: $0) }
        case .rebalance: rebalance()
        case .stop: random.pick(alive).map { replace($0) }
        case .brokerAway: brokerAwayUntil = now + Int64(random.within(50...2_000)) * 1_000
        case .lostOffsets:
            broker.committed[partition] = CommittedPositions(offsets: [:], mark: nil)
            auditor.loseOffsets(Int32(partition))
        case .retention:
            let keep = broker.firstStepToKeep(partition)
            broker.steps[partition].truncate(before: random.chance(0.5) ? keep : Int64(random.below(Int(keep) + 1)))
        case .compaction:
            broker.compactCheckpoints(partition)
            compactionCount += 1
        case .unknownOutcome, .transientAbort, .transactionTimeout, .slowMarkers, .slowConsumer, .oldProgram: break
        }
    }

    /// Kills it, as kill -9 does: requests that are on their way still arrive.
    ///
    /// The next process has another name.
    func crash(_ executor: SimulatedExecutor) {
        guard executor.isAlive else { return }
        note("\(executor.name) is killed")
        executor.isAlive = false
        executor.calls = [:]
        auditor.disrupt(executor.consumer.assignment)
        if let member = executor.consumer.member {
            later(plan.sessionTimeout) { [self] in endSession(of: member) }
        }
        if !executor.isStopping { later(Int64(random.within(10_000...1_500_000))) { [self] in startExecutor() } }
    }

    private func pause(_ executor: SimulatedExecutor) {
        let length = Int64(random.within(50...2_500)) * 1_000
        executor.pausedUntil = now + length
        note("\(executor.name) stands still for \(length / 1_000) ms")
        guard length > plan.sessionTimeout, let member = executor.consumer.member else { return }
        later(plan.sessionTimeout) { [self] in endSession(of: member) }
    }

    /// Stops it gracefully and starts another.
    func replace(_ executor: SimulatedExecutor) {
        executor.isStopping = true
        note("\(executor.name) is told to stop")
        post(.stop, to: executor)
        later(Int64(random.below(1_000_000))) { [self] in startExecutor() }
    }

    /// It has stopped by itself.
    func end(_ executor: SimulatedExecutor) {
        if executor.consumer.phase != .closed { fail("\(executor.name) stops without having left the group") }
        note("\(executor.name) has stopped")
        executor.isAlive = false
        executor.calls = [:]
    }
}
