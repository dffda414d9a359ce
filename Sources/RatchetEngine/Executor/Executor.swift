import Foundation
import Ratchet
import RatchetThreads
import Synchronization

/// An executor process: the engine on a thread of its own, the log and the user's code around it.
package final class Executor: Sendable {
    private let configuration: EngineConfiguration
    private let rules: [String: JobRules]
    private let jobs: [RegisteredJob]
    private let log: any Log
    private let services: any StepServices
    private let report: @Sendable (Report) -> Void
    private let onRefusals: @Sendable (Int) -> Void
    private let mailbox = Mailbox<EngineEvent>(limit: recordLimit)
    package let metrics = Metrics()

    /// Records, and rows of tables, that may wait for the engine; it holds back the intake only once it has seen them.
    private static let recordLimit = 4_000

    /// How it ended.
    package enum Ending: Sendable {
        case stopped
        /// Too many steps hang: the process is to be started anew.
        case exhausted
    }

    /// Tells with `onRefusals` how many writes the broker refuses that are tried again, when that changes.
    package init(
        configuration: EngineConfiguration,
        jobs: [RegisteredJob],
        log: any Log,
        services: any StepServices,
        report: @escaping @Sendable (Report) -> Void,
        onRefusals: @escaping @Sendable (_ count: Int) -> Void = { _ in }
    ) {
        self.configuration = configuration
        rules = Dictionary(uniqueKeysWithValues: jobs.map { ($0.name, JobRules($0)) })
        self.log = log
        self.jobs = jobs
        self.services = services
        self.report = report
        self.onRefusals = onRefusals
    }

    /// Runs until `stop()` has been carried out: what ran has ended, all is committed, the group is left.
    ///
    /// Throws when a job cannot be made or the log cannot be used.
    package func run() async throws -> Ending {
        let post: @Sendable (EngineEvent) -> Void = { [mailbox] event in
            switch event {
            case .arrived(_, _, let arrivals): mailbox.post(event, weight: arrivals.count)
            // So that what happens in other partitions comes between the parts of a large table.
            case .tableRead(_, _, let table): mailbox.post(event, weight: table.count)
            default: mailbox.post(event)
            }
        }
        let performer = try await Performer(jobs: jobs, services: services, report: report, post: post)
        defer { performer.close() }
        do {
            try await log.start(post)
        } catch {
            await log.close()
            guard error is CancellationError else { throw error }
            return .stopped
        }
        let ending = await withCheckedContinuation { (done: CheckedContinuation<Ending, Never>) in
            NamedThread.start("ratchet-engine") { [self] in done.resume(returning: work(performer)) }
        }
        await log.close()
        return ending
    }

    /// Takes nothing new, lets what runs end, leaves the group; gives up a start that waits.
    ///
    /// May be called from any thread, also more than once, and before `run`.
    package func stop() {
        mailbox.post(.stop)
        log.abandonStart()
    }

    private func work(_ performer: Performer) -> Ending {
        defer { mailbox.close() }
        var engine = Engine(configuration: configuration, rules: rules)
        var events: [EngineEvent] = []
        var effects: [EngineEffect] = []
        var orders: [StepOrder] = []
        var ending = Ending.stopped
        var wake: Milliseconds?
        var refusals = 0
        while true {
            let before = SystemClock.now
            mailbox.take(into: &events, within: wake.map { max(0, $0 - before.uptime) })
            let now = SystemClock.now
            metrics.count(events)
            performer.forget(events)
            if let due = wake, due <= now.uptime { events.append(.tick) }
            engine.handle(events, at: now, into: &effects)
            for case .perform(let order) in effects { orders.append(order) }
            performer.perform(orders)
            orders.removeAll(keepingCapacity: true)
            for effect in effects {
                switch effect {
                case .log(let effect): log.carryOut(effect)
                case .perform: break
                case .cut(let ticket): performer.cut(ticket)
                case .cancel(let ticket): performer.cancel(ticket)
                case .report(let line): report(line)
                case .exhausted: ending = .exhausted
                case .stopped: return ending
                }
            }
            effects.removeAll(keepingCapacity: true)
            let refused = engine.refusedWrites
            if refused != refusals {
                refusals = refused
                onRefusals(refused)
            }
            wake = engine.nextWake(after: now).map { now.uptime + $0 }
        }
    }
}
