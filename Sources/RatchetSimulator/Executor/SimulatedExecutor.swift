import Ratchet
import RatchetEngine

/// One process of an executor: its engine, and the shell around it as far as chance has a part in it.
final class SimulatedExecutor {
    let index: Int
    let name: String
    let started: Int64
    /// How far its wall clock is off when all is well, in milliseconds.
    let skew: Milliseconds
    /// How far its wall clock has jumped.
    var jump: Milliseconds = 0
    let isOldProgram: Bool

    var engine: Engine
    var mailbox: [EngineEvent] = []
    var isWorking = false
    /// Uptime at which it wants a tick.
    var wake: Milliseconds?
    /// Uptime of the alarm that is set.
    var armed: Milliseconds?
    /// Ticks in a row that came at once and led to nothing.
    var idleTicks = 0

    var isAlive = true
    var isStopping = false
    /// Nothing of it moves before.
    var pausedUntil: Int64 = 0
    /// How long it has stood still in all.
    var pauses: Int64 = 0
    /// Nothing that it asks arrives before.
    var cutOffUntil: Int64 = 0

    var memberships: [Int: Membership] = [:]
    var lastLease = 0
    /// The last lease that the engine has heard of.
    var knownLease = 0
    var consumer = SimulatedConsumer()
    var producers: [Producer]
    var calls: [Ticket: RunningCall] = [:]
    /// Runs for which mail was read that is not settled: when, by uptime; by opening.
    var mailRead: [Int: [MailKey: Milliseconds]] = [:]
    /// Runs whose step 0 was read, by opening.
    var startsRead: [Int: Set<String>] = [:]
    /// Partitions with a batch that has not ended.
    var partitionsInFlight: Set<Int32> = []

    init(
        index: Int,
        started: Int64,
        skew: Milliseconds,
        isOldProgram: Bool,
        configuration: EngineConfiguration,
        rules: [String: JobRules]
    ) {
        self.index = index
        name = configuration.executor
        self.started = started
        self.skew = skew
        self.isOldProgram = isOldProgram
        engine = Engine(configuration: configuration, rules: rules)
        producers = (0..<configuration.producers).map { _ in Producer() }
    }
}

/// The consumer of an executor: where it stands with its group, and where it reads.
struct SimulatedConsumer {
    enum Phase: Equatable {
        case outside
        case joining
        case assigned
        /// Waits for the engine to release what is revoked.
        case revoking
        case closed
    }

    struct Reading {
        let opening: Int
        /// Next offset to deliver, by inbox.
        var next: [Int64]
        /// The end that was last reported, by inbox.
        var ended: [Int64]
        var nextMail: Int64
    }

    var phase = Phase.outside
    var member: Member?
    var assignment: [Int32] = []
    /// The engine has asked to leave.
    var isLeaving = false
    /// Distinguishes one revocation from the next.
    var revocation = 0
    /// Distinguishes one assignment from the next, and from none.
    var assignmentCount = 0
    var reading: [Int32: Reading] = [:]
    var paused: Set<Int32> = []
    var isPolling = false
}

/// A call of user code that runs.
final class RunningCall {
    let order: StepOrder
    let session: SimulatedSession
    let isSuspect: Bool
    /// When it began.
    let begun: Int64
    /// When it entered the region that it is in.
    var regionSince: Int64?
    /// Time spent in regions that it has left.
    var regionTime: Int64 = 0
    var cutIsDue = false
    var isCancelled = false
    /// Its end is on the way already.
    var isEnding = false

    init(order: StepOrder, session: SimulatedSession, isSuspect: Bool, at now: Int64) {
        self.order = order
        self.session = session
        self.isSuspect = isSuspect
        begun = now
    }

    var isInRegion: Bool { regionSince != nil }
}
