import Ratchet
import RatchetEngine

/// One process of an executor: its engine, and the shell around it as far as chance has a part in it.
final class SimulatedExecutor {
    let index: Int
    let name: String
    let started: Int64
    /// How far its clock is off, in milliseconds.
    let skew: Milliseconds
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

    var memberships: [Int: Membership] = [:]
    var lastLease = 0
    /// The last lease that the engine has heard of.
    var knownLease = 0
    var consumer = SimulatedConsumer()
    var producers: [Producer]
    var calls: [Ticket: RunningCall] = [:]
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
    }

    var phase = Phase.outside
    var member: Member?
    var assignment: [Int32] = []
    /// The engine has asked to leave.
    var isLeaving = false
    /// Distinguishes one revocation from the next.
    var revocation = 0
    var reading: [Int32: Reading] = [:]
    var paused: Set<Int32> = []
    var isPolling = false
}

/// A call of user code that runs.
final class RunningCall {
    let order: StepOrder
    let isSuspect: Bool
    var isInRegion = false
    var cutIsDue = false
    var isCancelled = false
    /// Its end is on the way already.
    var isEnding = false

    init(order: StepOrder, isSuspect: Bool) {
        self.order = order
        self.isSuspect = isSuspect
    }
}
