import Ratchet
import RatchetEngine

/// Watches every commit and checks what was promised.
struct Auditor {
    /// What really committed of a run.
    struct RunState {
        var last: Checkpoint?
        /// Of every step that was reached, the state that it starts from.
        var states: [StepNumber: [UInt8]?] = [StepNumber(seq: 0, attempt: 1): nil]
        /// What its committed steps have published.
        var outputs: [[UInt8]] = []
        /// The titles of what its committed steps have notified of.
        var notifications: [String] = []
        /// When its first checkpoint was committed.
        var since: Milliseconds?
        /// Disruptions of its partition when its step was first handed out.
        var disruptionsBefore = 0
        var isOver: Bool { last?.standing.isOver ?? false }
    }

    struct Call: Hashable {
        let jobId: String
        let number: StepNumber
    }

    let rules: [String: JobRules]
    let pickupLimit: Int
    let mailPatience: Milliseconds
    /// Only what a reader of the topics finds counts.
    let isBlind: Bool
    private(set) var violation: String?
    private(set) var commits = 0
    var runs: [String: RunState] = [:]
    /// How often calls of a run have killed their executor.
    var kills: [String: Int] = [:]
    /// What calls have returned.
    var results: [Call: [StepResult]] = [:]
    /// Triggers that were sent, by place.
    var triggers: [String: (run: RunFacts, isOversize: Bool)] = [:]
    /// Records that must be refused: the keys of their dead letters, and their places.
    var garbage: [(key: String, place: String)] = []
    /// Commands that were sent, by place.
    var commands: [String: (command: Command, isOversize: Bool)] = [:]
    /// The triggers that have started their runs, the commands that became mail and the records that were refused, by
    /// place: how often records of the partition were to be read again before.
    var starts: [String: Int] = [:]
    var posts: [String: Int] = [:]
    /// How often a row was written, less how often it was settled.
    var openRows: [MailKey: Int] = [:]
    var rejections: [String: Int] = [:]
    /// Runs whose mail was read before their step 0, and by whom: they must not begin under that lease.
    var doomed: [String: (executor: Int, lease: Int)] = [:]
    /// Leases that ended in disorder, by partition.
    private(set) var disruptions: [Int]
    /// Newest generation whose owner has read the table.
    private var tableGenerations: [Int]
    /// How often the offsets of a partition were lost.
    private(set) var losses: [Int]
    /// Partitions that have refused something: their committed offsets may lag behind what is done.
    private var refusals: Set<Int32> = []
    /// How often a partition's records were read from such an offset.
    private var rereadings: [Int]
    /// Calls that may have used up their deadline.
    var overdueCalls: Set<Call> = []
    /// Calls whose output was refused together with what was written to Ratchet's own topics.
    var refusedCalls: Set<Call> = []
    /// Runs that were not forgotten when they were to be: the next owner forgets them.
    var refusedExpiries: Set<String> = []
    /// How often in a row the failure of a call was refused alone that was to be written instead of its success.
    var refusedFailures: [Call: Int] = [:]
    /// Up to where the commands of a partition are done and were looked at.
    var checkedCommands: [Int64]
    /// What the schedule holds, as far as it changes what may be expected.
    let kinds: Set<SimulatedFault>

    init(
        rules: [String: JobRules],
        partitions: Int,
        pickupLimit: Int,
        mailPatience: Milliseconds,
        kinds: Set<SimulatedFault>,
        isBlind: Bool
    ) {
        self.rules = rules
        self.pickupLimit = pickupLimit
        self.mailPatience = mailPatience
        self.kinds = kinds
        self.isBlind = isBlind
        checkedCommands = Array(repeating: 0, count: partitions)
        rereadings = Array(repeating: 0, count: partitions)
        losses = Array(repeating: 0, count: partitions)
        disruptions = Array(repeating: 0, count: partitions)
        tableGenerations = Array(repeating: 0, count: partitions)
    }

    mutating func fail(_ what: String) { if violation == nil, !isBlind { violation = what } }

    /// What a reader of the topics has found.
    mutating func found(_ what: String) { if violation == nil { violation = what } }

    // MARK: What is heard beside commits

    mutating func sent(_ place: String, _ run: RunFacts, isOversize: Bool) { triggers[place] = (run, isOversize) }

    mutating func sent(_ command: Command, at place: String, bytes: Int) {
        commands[place] = (command, bytes > ScriptedJob.sizeLimit)
    }

    mutating func sentGarbage(_ key: String, at place: String) { garbage.append((key, place)) }

    mutating func disrupt(_ partitions: [Int32]) { for partition in partitions { disruptions[Int(partition)] += 1 } }

    mutating func loseOffsets(_ partition: Int32) {
        losses[Int(partition)] += 1
        disrupt([partition])
    }

    /// Somebody tries to commit it, alone in its transaction or with others.
    mutating func tried(_ entry: BatchEntry) {
        guard case .run(let write) = entry, write.publishes else { return }
        refusedFailures[call(of: write)] = nil
    }

    mutating func refused(
        _ entry: BatchEntry,
        in partition: Int32,
        _ fault: AbortReason.Fault,
        isAlone: Bool
    ) {
        refusals.insert(partition)
        if case .expire(let jobId) = entry { refusedExpiries.insert(jobId) }
        // A hand-out that nobody may take back counts like one that was lost.
        if case .run(let write) = entry, write.checkpoint.isInterrupted { disrupt([partition]) }
        guard fault == .target, case .run(let write) = entry else { return }
        if write.publishes {
            refusedCalls.insert(call(of: write))
        } else if write.isUnwritable, isAlone {
            refusedFailures[call(of: write), default: 0] += 1
        }
    }

    /// Whose result it writes.
    private func call(of write: RunWrite) -> Call {
        let jobId = write.checkpoint.run.jobId
        return Call(jobId: jobId, number: runs[jobId]?.last?.number ?? StepNumber(seq: 0, attempt: 1))
    }

    mutating func tableRead(_ partition: Int32, under generation: Int) {
        if refusals.contains(partition) { rereadings[Int(partition)] += 1 }
        tableGenerations[Int(partition)] = max(tableGenerations[Int(partition)], generation)
    }

    /// Only what is committed is performed, its hand-out among it.
    mutating func begin(_ call: StepCall, by executor: String, isOwner: Bool) {
        let number = StepNumber(seq: call.seq, attempt: call.attempt)
        if isOwner, let last = runs[call.jobId]?.last { checkHandOut(of: number, last, to: executor) }
        guard let state = runs[call.jobId]?.states[number] else {
            fail("\(call.jobId)(\(call.seq),\(call.attempt)) is performed before it is committed")
            return
        }
        if state != call.state {
            fail("\(call.jobId)(\(call.seq),\(call.attempt)) is given another state than was committed")
        }
    }

    mutating func saw(_ result: StepResult, of call: StepCall) {
        results[Call(jobId: call.jobId, number: StepNumber(seq: call.seq, attempt: call.attempt)), default: []].append(
            result
        )
    }

    func isSuspect(_ jobId: String) -> Bool { (runs[jobId]?.last?.pickups ?? 0) > 1 }

    // MARK: Commits

    mutating func decide(_ transaction: Transaction, _ broker: Broker, at now: Milliseconds) {
        commits += 1
        for part in transaction.batch.parts {
            let partition = Int(part.partition)
            if tableGenerations[partition] > transaction.membership.generation {
                fail(
                    "a batch of generation \(transaction.membership.generation) commits in partition \(partition), whose "
                        + "owner in generation \(tableGenerations[partition]) has read the table"
                )
            }
            for entry in part.entries {
                switch entry {
                case .run(let write):
                    checkBeginning(write, by: transaction)
                    checkEffect(write)
                    take(write, in: partition, broker, at: now)
                case .start(let run, _): takeStart(run, in: partition)
                case .post(let mail, let target): takePost(mail, to: target, in: partition)
                case .reject(let rejection, let key):
                    if let key { checkRefusal(rejection, of: key, broker) }
                    takeRejection(rejection, in: partition)
                case .settle(let key): checkSettled(key)
                case .expire(let jobId): takeExpiry(jobId, at: now)
                }
            }
        }
        for part in transaction.batch.parts { checkCommands(part, broker) }
    }

    private mutating func takeStart(_ run: RunFacts, in partition: Int) {
        if repeats(run.origin.at, in: partition, \.starts) {
            fail("the trigger at \(run.origin.at) starts its run twice")
        }
    }

    private mutating func takeRejection(_ rejection: Rejection, in partition: Int) {
        let isRepeated = repeats(rejection.place, in: partition, \.rejections)
        // The committed offset of `steps` may lag, and its records may be refused again, under the same key.
        let mayRepeat =
            rejection.place.hasPrefix("steps/") || rejection.reason == .unknownRun || kinds.contains(.redelivery)
        if isRepeated, !mayRepeat { fail("\(rejection.place) is refused twice") }
    }

    /// Whether something has happened before, and its record was not to be read again since.
    mutating func repeats(_ key: String, in partition: Int, _ before: WritableKeyPath<Auditor, [String: Int]>) -> Bool {
        let readings = losses[partition] + rereadings[partition]
        return self[keyPath: before].updateValue(readings, forKey: key) == readings
    }

    private mutating func takeExpiry(_ jobId: String, at now: Milliseconds) {
        guard let last = runs[jobId]?.last, last.standing.isOver else {
            fail("\(jobId) is forgotten before it is over")
            return
        }
        // Who finished it and who forgets it may both have a clock that is an hour off.
        if now < (last.finished ?? 0) + Plan.retention - 2 * 3_601_000 { fail("\(jobId) is forgotten too early") }
    }

    private mutating func take(_ write: RunWrite, in partition: Int, _ broker: Broker, at now: Milliseconds) {
        let next = write.checkpoint
        let jobId = next.run.jobId
        var run = runs[jobId] ?? RunState()
        if run.isOver { fail("\(jobId) is written again after its end: \(name(next))") }
        check(write, after: run.last, disruptions: disruptions[partition] - run.disruptionsBefore)
        if write.publishesStep { checkPublication(of: next, in: partition, broker) }
        if next.number != run.last?.number || next.pickups == 0 || run.last?.pickups == 0 {
            run.disruptionsBefore = disruptions[partition]
        }
        run.outputs += write.staged.outputs.map(\.value)
        run.notifications += write.staged.notifications.map(\.title)
        run.since = run.since ?? now
        if !next.standing.isOver { run.states[next.number] = next.state }
        run.last = next
        runs[jobId] = run
    }

    /// Records of one step are repeated only when the earlier ones are lost to readers; starts may come twice.
    private mutating func checkPublication(of next: Checkpoint, in partition: Int, _ broker: Broker) {
        guard next.number.seq > 0 || next.number.attempt > 1, losses[partition] == 0 else { return }
        let log = broker.steps[partition]
        let first = max(log.start, broker.committed[partition].offsets[.steps] ?? 0)
        let records = log.visible(from: first, upTo: log.end).filter { record in
            guard case .step(let step) = record.content else { return false }
            return step.run.jobId == next.run.jobId && step.number == next.number
        }
        if !records.isEmpty { fail("\(name(next)) is published again while its record is at \(records[0].offset)") }
    }

    func name(_ checkpoint: Checkpoint) -> String {
        "\(checkpoint.run.jobId)(\(checkpoint.number.seq),\(checkpoint.number.attempt)) \(checkpoint.status.rawValue)"
    }
}

extension RunWrite {
    /// The failure of a step whose success was refused.
    var isUnwritable: Bool { checkpoint.error?.type == "Unwritable" && !publishes }
}
