import Ratchet
import RatchetEngine

/// What happens in a schedule of its own accord: executors start, people send triggers and commands.
extension World {
    func begin() {
        for _ in 0..<plan.executors { later(Int64(random.below(100_000))) { [self] in startExecutor() } }
        for run in 0..<plan.runs { sendRun("r\(run)") }
        sendGarbage()
        recallPast()
        if random.chance(0.05) { later(moment()) { [self] in terminate("nobody") } }
        for _ in 0..<random.within(profile.faults) {
            guard let fault = random.pick(chances.sudden) else { break }
            later(moment()) { [self] in strike(fault) }
        }
        later(plan.horizon * 1_000) { [self] in calmDown() }
    }

    /// Some moment before all calms down.
    func moment() -> Int64 { Int64(random.below(Int(plan.horizon) * 1_000)) }

    func startExecutor() {
        let index = executors.count
        let isOld = chances.kinds.contains(.oldProgram) && !isCalm && random.chance(0.5)
        let jobs = plan.jobs.filter { !(isOld && $0.isNew) }
        let executor = SimulatedExecutor(
            index: index,
            started: now,
            skew: Milliseconds(random.below(3) * random.below(30)),
            isOldProgram: isOld,
            configuration: plan.configuration(name: "e\(index)"),
            rules: Dictionary(uniqueKeysWithValues: jobs.map { ($0.name, $0.rules) })
        )
        executors.append(executor)
        note("\(executor.name) starts\(isOld ? " with the old program" : "")")
        join(executor)
    }

    private func sendRun(_ jobId: String) {
        guard let job = plan.jobOfRun[jobId] else { return }
        let first = moment() / 2
        let isDelayed = random.chance(0.15)
        let scheduled = isDelayed ? Plan.epoch + moment() / 1_000 : 0
        later(first) { [self] in sendTrigger(jobId, job, scheduled) }
        while random.chance(0.15) { later(first + moment() / 2) { [self] in sendTrigger(jobId, job, scheduled) } }
        while random.chance(0.15) { later(moment()) { [self] in terminate(jobId) } }
        // Sent at about the same time as its trigger, which it may overtake.
        if random.chance(0.1) { later(first + Int64(random.below(200_000)) - 100_000) { [self] in terminate(jobId) } }
    }

    func sendTrigger(_ jobId: String, _ job: String, _ scheduled: Milliseconds) {
        let partition = random.below(plan.partitions)
        let size = random.chance(0.02) ? ScriptedJob.sizeLimit + 1 : 2
        let at = "triggers/\(partition)/\(broker.triggers[partition].end)"
        let run = RunFacts(
            jobId: jobId,
            job: job,
            tenant: nil,
            priority: random.below(10),
            created: wall,
            scheduled: max(scheduled, 1),
            origin: Origin(kind: .trigger, at: at),
            traceparent: nil,
            parameters: Array(repeating: 0, count: size)
        )
        auditor.sent(at, run, isOversize: size > ScriptedJob.sizeLimit)
        note("trigger for \(jobId) at \(at)")
        broker.triggers[partition].append(.start(run), in: nil, at: wall)
        stir(partition)
    }

    private func sendGarbage() {
        while random.chance(0.3) {
            let partition = random.below(plan.partitions)
            let (kind, size) = (random.below(4), random.pick([10, ScriptedJob.sizeLimit + 1]) ?? 10)
            later(moment()) { [self] in
                switch kind {
                case 0:
                    expectRefusal("triggers/\(partition)/\(broker.triggers[partition].end)")
                    broker.triggers[partition].append(.garbage(bytes: size), in: nil, at: wall)
                case 1:
                    expectRefusal("commands/\(partition)/\(broker.commands[partition].end)")
                    broker.commands[partition].append(.garbage, in: nil, at: wall)
                case 2:
                    expectRefusal("steps/\(partition)/\(broker.steps[partition].end)")
                    broker.steps[partition].append(.garbage, in: nil, at: wall)
                default:
                    let offset = broker.steps[partition].end
                    expectRefusal("steps/\(partition)/\(offset)", key: "torn\(partition)-\(offset)")
                    broker.steps[partition].append(.torn(jobId: "torn\(partition)-\(offset)"), in: nil, at: wall)
                }
                stir(partition)
            }
        }
    }

    private func expectRefusal(_ place: String, key: String? = nil) {
        note("garbage at \(place)")
        auditor.sentGarbage(key ?? place, at: place)
    }

    /// To any partition, sometimes twice, and sometimes so large that it must be refused.
    func terminate(_ jobId: String, mayBeOversize: Bool = true) {
        commandCount += 1
        let id = "terminate-\(jobId)-\(commandCount)"
        let command = Command(id: id, jobId: jobId, kind: .terminate, by: "test", sent: wall, reason: nil)
        let size = mayBeOversize && random.chance(0.02) ? ScriptedJob.sizeLimit + 1 : 2
        send(command, size)
        if random.chance(0.2) { later(moment() / 2) { [self] in send(command, size) } }
    }

    private func send(_ command: Command, _ size: Int) {
        let partition = random.below(plan.partitions)
        note("command \(command.id) to p\(partition)")
        auditor.sent(command, at: "commands/\(partition)/\(broker.commands[partition].end)", bytes: size)
        broker.commands[partition].append(.command(command, bytes: size), in: nil, at: wall)
        stir(partition)
    }

    /// Runs that would go on for ever are terminated once they can be seen: one command is enough.
    private func terminateEndless(_ jobId: String, triesLeft: Int = 200) {
        guard triesLeft > 0, let state = auditor.runs[jobId], !state.isOver else { return }
        let partition = Int(plan.partition(of: jobId))
        let table = broker.table(partition, upTo: broker.checkpoints[partition].stableEnd)
        if table.contains(where: { $0.run.jobId == jobId }) {
            terminate(jobId, mayBeOversize: false)
        } else {
            later(100_000) { [self] in terminateEndless(jobId, triesLeft: triesLeft - 1) }
        }
    }

    /// No fault any more: what is down comes up, all run the same program.
    private func calmDown() {
        isCalm = true
        brokerAwayUntil = 0
        refusal = nil
        note("calm")
        for executor in executors where executor.isAlive {
            executor.cutOffUntil = 0
            setClock(of: executor, to: 0)
        }
        for executor in executors where executor.isAlive && executor.isOldProgram && !executor.isStopping {
            replace(executor)
        }
        for jobId in plan.jobOfRun.keys.sorted() where plan.script(of: jobId)?.isEndless ?? false {
            later(moment() / 4) { [self] in
                if auditor.runs[jobId] == nil { auditor.runs[jobId] = Auditor.RunState() }
                terminateEndless(jobId)
            }
        }
    }
}
