import Ratchet
import RatchetEngine

/// Everything in a simulation, and the one line of time along which it happens.
final class World {
    /// Something that happens at a moment.
    struct Happening: Comparable {
        let time: Int64
        let order: Int
        let act: () -> Void

        static func < (left: Self, right: Self) -> Bool { (left.time, left.order) < (right.time, right.order) }
        static func == (left: Self, right: Self) -> Bool { left.order == right.order }
    }

    let seed: UInt64
    let profile: SimulationProfile
    let traces: Bool
    var random: Randomness
    /// Microseconds since the beginning.
    var now: Int64 = 0
    private var queue = Heap<Happening>()
    private var order = 0
    private(set) var eventCount = 0

    var broker: Broker
    var group = Group()
    var executors: [SimulatedExecutor] = []
    var chances: Chances
    let plan: Plan
    var auditor: Auditor
    var callCount = 0
    private(set) var trace: [String] = []
    /// No fault happens any more.
    var isCalm = false
    var brokerAwayUntil: Int64 = 0
    /// A topic that nobody may write to, and until when.
    var refusal: (topic: OwnTopic, end: Int64)?
    var transactionCount = 0
    var commandCount = 0
    var compactionCount = 0
    var offsetCount = 0

    init(seed: UInt64, profile: SimulationProfile, traces: Bool) {
        self.seed = seed
        self.profile = profile
        self.traces = traces
        var random = Randomness(seed: seed)
        plan = Plan(profile, &random)
        chances = Chances(profile, &random)
        broker = Broker(partitions: plan.partitions)
        auditor = Auditor(
            rules: plan.rules,
            partitions: plan.partitions,
            pickupLimit: plan.pickupLimit,
            mailPatience: plan.mailPatience,
            kinds: chances.kinds,
            isBlind: profile.isJudgedByReadersAlone
        )
        self.random = random
    }

    var wall: Milliseconds { Plan.epoch + now / 1_000 }

    func play() {
        introduce()
        begin()
        inspectSometime()
        run()
        if auditor.violation == nil { checkRest() }
        if auditor.violation == nil {
            inspect(Inspection(seed: seed))
            run()
        }
        if auditor.violation == nil, plan.outlivesRetention { outliveRetention() }
        queue = Heap()
        for executor in executors { executor.calls = [:] }
    }

    func run() {
        while auditor.violation == nil, let next = queue.popMin() {
            now = max(now, next.time)
            eventCount += 1
            guard eventCount < profile.eventLimit else {
                fail("nothing comes to rest")
                return
            }
            next.act()
        }
    }

    // MARK: Time

    func later(_ delay: Int64, _ act: @escaping () -> Void) {
        order += 1
        queue.insert(Happening(time: now + max(0, delay), order: order, act: act))
    }

    /// On an executor: not while it stands still, never when it is dead.
    func later(_ delay: Int64, on executor: SimulatedExecutor, _ act: @escaping () -> Void) {
        later(delay) { [self] in
            guard executor.isAlive else { return }
            guard executor.pausedUntil <= now else {
                later(executor.pausedUntil - now + Int64(random.below(2_000)), on: executor, act)
                return
            }
            act()
        }
    }

    /// At the broker: not while it is away.
    func atBroker(_ delay: Int64, _ act: @escaping () -> Void) {
        later(delay) { [self] in
            guard brokerAwayUntil <= now else {
                atBroker(brokerAwayUntil - now + Int64(random.below(5_000)), act)
                return
            }
            act()
        }
    }

    /// An executor asks the broker: both have to be there.
    func atBroker(_ delay: Int64, for executor: SimulatedExecutor, _ act: @escaping () -> Void) {
        later(delay, on: executor) { [self] in
            let away = max(brokerAwayUntil, executor.cutOffUntil)
            guard away <= now else {
                atBroker(away - now + Int64(random.below(5_000)), for: executor, act)
                return
            }
            act()
        }
    }

    // MARK: Telling

    func note(_ line: @autoclosure () -> String) {
        guard traces else { return }
        let text = String(now / 1_000)
        trace.append(
            String(repeating: " ", count: max(0, 8 - text.count)) + text + "." + String(now % 1_000 / 100) + "  "
                + line()
        )
    }

    func fail(_ what: String) { auditor.fail(what) }
}
