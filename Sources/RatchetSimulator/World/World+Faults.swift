import RatchetEngine

/// Faults that strike at a moment.
extension World {
    /// At a moment at which faults hurt: may strike whom it concerns.
    func provoke(_ executor: SimulatedExecutor, _ partition: Int32, with certain: SimulatedFault? = nil) {
        let chosen = happens(chances.provocation) ? random.pick(chances.sudden) : nil
        guard let fault = certain ?? chosen else { return }
        later(random.latency() / 4) { [self] in
            guard !isCalm else { return }
            note("fault: \(fault) of \(executor.name), p\(partition)")
            strike(fault, executor.isAlive && !executor.isStopping ? executor : nil, Int(partition))
        }
    }

    /// Whoever and wherever it may be.
    func strike(_ fault: SimulatedFault) {
        note("fault: \(fault)")
        let alive = executors.filter { $0.isAlive && !$0.isStopping }
        let partition = random.below(plan.partitions)
        strike(fault, random.pick(alive), partition)
    }

    private func strike(_ fault: SimulatedFault, _ executor: SimulatedExecutor?, _ partition: Int) {
        switch fault {
        case .crash: executor.map { crash($0) }
        case .pause: executor.map { pause($0) }
        case .sessionLoss: executor?.consumer.member.map { endSession(of: $0) }
        case .rebalance: rebalance()
        case .stop: executor.map { replace($0) }
        case .brokerAway: brokerAwayUntil = now + Int64(random.within(50...2_000)) * 1_000
        case .refusal:
            let topic = random.pick(OwnTopic.allCases) ?? .checkpoints
            refusal = (topic, now + Int64(random.within(50...3_000)) * 1_000)
            note("\(topic) may not be written to")
        case .cutOff: executor.map { cutOff($0) }
        case .clockJump: executor.map { jumpClock(of: $0) }
        case .redelivery: executor.map { redeliver(to: $0) }
        case .lostOffsets:
            broker.committed[partition] = CommittedPositions(offsets: [:], mark: nil)
            auditor.loseOffsets(Int32(partition))
        case .retention:
            let keep = broker.firstStepToKeep(partition)
            broker.steps[partition].truncate(before: random.chance(0.5) ? keep : Int64(random.below(Int(keep) + 1)))
            let consumed = broker.committed[partition].offsets
            if let offset = consumed[.triggers] { broker.triggers[partition].truncate(before: offset) }
            if let offset = consumed[.commands] { broker.commands[partition].truncate(before: offset) }
        case .compaction:
            broker.compact(partition, at: wall)
            compactionCount += 1
        case .unknownOutcome, .transientAbort, .transactionTimeout, .slowMarkers, .slowConsumer, .tornRead, .oldProgram:
            break
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
        executor.pauses += length
        note("\(executor.name) stands still for \(length / 1_000) ms")
        guard length > plan.sessionTimeout, let member = executor.consumer.member else { return }
        later(plan.sessionTimeout) { [self] in endSession(of: member) }
    }

    /// No request of it arrives, heartbeats among them.
    private func cutOff(_ executor: SimulatedExecutor) {
        let length = Int64(random.within(50...2_500)) * 1_000
        executor.cutOffUntil = now + length
        note("\(executor.name) is cut off for \(length / 1_000) ms")
        guard length > plan.sessionTimeout, let member = executor.consumer.member else { return }
        later(plan.sessionTimeout) { [self] in endSession(of: member) }
    }

    /// By an hour, or back to where it should be.
    private func jumpClock(of executor: SimulatedExecutor) {
        let hour: Milliseconds = 3_600_000
        setClock(of: executor, to: random.pick([-hour, 0, hour].filter { $0 != executor.jump }) ?? 0)
    }

    func setClock(of executor: SimulatedExecutor, to jump: Milliseconds) {
        guard executor.jump != jump else { return }
        note("the clock of \(executor.name) jumps by \(jump - executor.jump) ms")
        executor.jump = jump
    }

    /// Some of what it reads comes once more.
    private func redeliver(to executor: SimulatedExecutor) {
        for partition in executor.consumer.reading.keys.sorted() {
            for inbox in [Inbox.steps, .commands] {
                guard let next = executor.consumer.reading[partition]?.next[inbox.rawValue] else { continue }
                executor.consumer.reading[partition]?.next[inbox.rawValue] = max(0, next - Int64(random.below(8)))
            }
            if let next = executor.consumer.reading[partition]?.nextMail {
                executor.consumer.reading[partition]?.nextMail = max(0, next - Int64(random.below(8)))
            }
        }
        poll(executor)
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
