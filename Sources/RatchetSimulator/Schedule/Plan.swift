import RatchetEngine

/// What a schedule consists of before anything goes wrong.
struct Plan {
    let executors: Int
    let partitions: Int
    let horizon: Milliseconds
    let jobs: [ScriptedJob]
    let jobOfRun: [String: String]
    let runs: Int
    let slots: Int
    let producers: Int
    let partitionsPerBatch: Int
    let batchBytes: Int
    let patienceLimit: Milliseconds
    let readyLimit: Int
    let pendingLimit: Int
    let refusalRest: Milliseconds
    let mailPatience: Milliseconds
    let stopTimeout: Milliseconds
    let revocationPatience: Milliseconds
    let sessionTimeout: Int64
    let revocationLimit: Int64
    let transactionTimeout: Int64
    let turnLimit: Int
    let coldAfter: Milliseconds
    let fetchLimit: Int
    /// Whoever joins again gets the partitions that it had.
    let keepsOrder: Bool
    /// All that is over is to be forgotten in the end.
    let outlivesRetention: Bool
    /// The old program cannot read checkpoints of the new job.
    let hasNewFormat: Bool
    let hasPast: Bool
    let pickupLimit = 3
    let snoozeLimit = 6
    let regionLimit: Milliseconds = 1_500
    /// 2026-01-01, in milliseconds.
    static let epoch: Milliseconds = 1_767_225_600_000
    static let retention: Milliseconds = 14 * 24 * 3_600_000

    init(_ profile: SimulationProfile, _ random: inout Randomness) {
        executors = random.within(profile.executors)
        partitions = random.within(profile.partitions)
        horizon = Milliseconds(random.within(profile.horizon))
        runs = random.within(profile.runs)
        (jobs, jobOfRun) = ScriptedJob.draw(runs: runs, horizon: horizon, epoch: Self.epoch, &random)
        slots = random.pick([1, 2, 3, 8]) ?? 2
        producers = random.within(1...4)
        partitionsPerBatch = random.within(1...3)
        batchBytes = random.chance(0.2) ? 1_000 : 4 << 20
        patienceLimit = random.pick([0, 5, 50]) ?? 50
        readyLimit = random.chance(0.2) ? 1 : 2_000
        pendingLimit = random.chance(0.2) ? 1_000 : 16 << 20
        refusalRest = Milliseconds(random.pick([50, 500, 15_000]) ?? 500)
        stopTimeout = Milliseconds(random.pick([100, 1_000, 3_000]) ?? 1_000)
        sessionTimeout = Int64(random.within(200...900)) * 1_000
        revocationLimit = Int64(random.pick([300, 1_000, 10_000]) ?? 1_000) * 1_000
        transactionTimeout = Int64(random.within(300...1_500)) * 1_000
        keepsOrder = random.chance(0.5)
        outlivesRetention = random.chance(0.1)
        revocationPatience = random.pick([0, 200, 1_000]) ?? 1_000
        mailPatience = random.pick([200, 1_500, 3_600_000]) ?? 1_500
        turnLimit = random.pick([1, 3, 1_000]) ?? 1_000
        coldAfter = random.pick([-1, 50, 10_000]) ?? 50
        fetchLimit = random.pick([1, 2, 64]) ?? 64
        hasNewFormat = random.chance(0.5)
        hasPast = random.chance(0.03)
    }

    var rules: [String: JobRules] { Dictionary(uniqueKeysWithValues: jobs.map { ($0.name, $0.rules) }) }

    func job(of jobId: String) -> ScriptedJob? { jobs.first { $0.name == jobOfRun[jobId] } }

    func isNew(_ job: String) -> Bool { jobs.contains { $0.name == job && $0.isNew } }

    func script(of jobId: String) -> Script? { job(of: jobId)?.scripts[jobId] }

    func partition(of jobId: String) -> Int32 { Self.partition(of: jobId, among: partitions) }

    static func partition(of jobId: String, among partitions: Int) -> Int32 {
        var hash: UInt32 = 2_166_136_261
        for byte in jobId.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int32(hash % UInt32(partitions))
    }

    func configuration(name: String) -> EngineConfiguration {
        let partitions = partitions
        var configuration = EngineConfiguration(executor: name, partitionCount: partitions) {
            Self.partition(of: $0, among: partitions)
        }
        configuration.slots = slots
        configuration.producers = producers
        configuration.partitionsPerBatch = partitionsPerBatch
        configuration.batchBytes = batchBytes
        configuration.patienceLimit = patienceLimit
        configuration.readyLimit = readyLimit
        configuration.pendingLimit = pendingLimit
        configuration.refusalRest = refusalRest
        configuration.mailPatience = mailPatience
        configuration.turnLimit = turnLimit
        configuration.coldAfter = coldAfter
        configuration.fetchLimit = fetchLimit
        configuration.retention = Self.retention
        configuration.regionLimit = regionLimit
        configuration.stopTimeout = stopTimeout
        configuration.revocationPatience = revocationPatience
        configuration.pickupLimit = pickupLimit
        configuration.snoozeLimit = snoozeLimit
        configuration.strayLimit = 4
        return configuration
    }
}
