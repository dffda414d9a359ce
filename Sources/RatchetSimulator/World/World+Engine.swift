import Ratchet
import RatchetEngine

/// The loop of an executor: takes what is in its mailbox, lets the engine decide, carries out what it asks.
extension World {
    func post(_ event: EngineEvent, to executor: SimulatedExecutor) {
        guard executor.isAlive else { return }
        executor.mailbox.append(event)
        guard !executor.isWorking else { return }
        executor.isWorking = true
        later(Int64(random.below(random.chance(0.1) ? 20_000 : 300)), on: executor) { [self] in
            executor.isWorking = false
            work(executor)
        }
    }

    func moment(of executor: SimulatedExecutor) -> Moment {
        Moment(wall: wall + executor.skew + executor.jump, uptime: (now - executor.started) / 1_000)
    }

    func work(_ executor: SimulatedExecutor) {
        let moment = moment(of: executor)
        var events = executor.mailbox
        executor.mailbox = []
        let hadMail = !events.isEmpty
        if let wake = executor.wake, wake <= moment.uptime { events.append(.tick) }
        guard !events.isEmpty else { return }
        var effects: [EngineEffect] = []
        for event in events { watchMail(event, on: executor, at: moment) }
        executor.engine.handle(events, at: moment, into: &effects)
        if let fault = executor.engine.fault { fail("\(executor.name): \(fault)") }
        if traces, hadMail || !effects.isEmpty {
            for event in events { note("\(executor.name) < \(describe(event))") }
        }
        for effect in effects where executor.isAlive { carryOut(effect, of: executor) }
        guard executor.isAlive else { return }
        for case .assigned(let lease, _) in events { executor.knownLease = lease }
        let wait = executor.engine.nextWake(after: moment)
        executor.idleTicks = hadMail || !effects.isEmpty || wait != 0 ? 0 : executor.idleTicks + 1
        if executor.idleTicks > 150 {
            fail("\(executor.name) spins: it wants to be woken at once, and then does nothing")
        }
        executor.wake = wait.map { moment.uptime + $0 }
        arm(executor, at: moment.uptime)
    }

    /// One alarm at a time, the earliest; and a look at the wall clock every minute, since that may have jumped.
    private func arm(_ executor: SimulatedExecutor, at uptime: Milliseconds) {
        guard let wake = executor.wake, wake - uptime < 86_400_000 else { return }
        let alarm = min(wake, uptime + 60_000)
        if let armed = executor.armed, armed <= alarm { return }
        executor.armed = alarm
        later(max((alarm - uptime) * 1_000, 100), on: executor) { [self] in
            guard executor.armed == alarm else { return }
            executor.armed = nil
            work(executor)
            guard executor.isAlive, executor.armed == nil else { return }
            let moment = moment(of: executor)
            executor.wake = executor.engine.nextWake(after: moment).map { moment.uptime + $0 }
            arm(executor, at: moment.uptime)
        }
    }

    private func carryOut(_ effect: EngineEffect, of executor: SimulatedExecutor) {
        if traces { note("\(executor.name) > \(describe(effect))") }
        switch effect {
        case .log(let effect): carryOut(effect, of: executor)
        case .perform(let order): perform(order, on: executor)
        case .cut(let ticket): cut(ticket, on: executor)
        case .cancel(let ticket): cancel(ticket, on: executor)
        case .report(let report): hear(report, from: executor)
        case .exhausted: if !executor.isStopping { replace(executor) }
        case .stopped: end(executor)
        }
    }

    private func carryOut(_ effect: LogEffect, of executor: SimulatedExecutor) {
        switch effect {
        case .readCommitted(let purpose, let partition): readCommitted(purpose, partition, for: executor)
        case .readEnds(let opening, let partition): readEnds(opening, partition, for: executor)
        case .readTable(let opening, let partition, let ends): readTable(opening, partition, upTo: ends, for: executor)
        case .fetch(let opening, let partition, let offsets): fetch(opening, partition, offsets, for: executor)
        case .consume(let opening, let partition, let from, let mail):
            consume(opening, partition, from, mail, executor)
        case .pause(let partition):
            if executor.consumer.phase == .assigned { executor.consumer.paused.insert(partition) }
        case .resume(let partition):
            executor.consumer.paused.remove(partition)
            poll(executor)
        case .commit(let batch): commit(batch, of: executor)
        case .release: release(executor)
        case .leave: leave(executor)
        }
    }

    /// A true owner has no reason to doubt its table.
    private func hear(_ report: Report, from executor: SimulatedExecutor) {
        if report.message == Engine.impossible { fail("\(executor.name): \(report.metadata["event"] ?? "")") }
        guard let doubt = Self.doubts[report.message], let text = report.metadata["partition"],
            let partition = Int32(text), isOwner(executor, partition)
        else { return }
        fail("\(executor.name), who owns partition \(partition), finds \(doubt)")
    }

    private static let doubts = [
        "A step is ahead of its checkpoint": "a step ahead of its table",
        "A checkpoint is not where it was written": "no checkpoint where it was written",
    ]

    /// The group says so, and the engine knows.
    func isOwner(_ executor: SimulatedExecutor, _ partition: Int32) -> Bool {
        guard let member = executor.consumer.member, executor.consumer.phase == .assigned else { return false }
        return !member.isRemoved && member.generation == group.generation && executor.knownLease == executor.lastLease
            && executor.consumer.assignment.contains(partition)
    }
}
