import Dispatch
import Foundation
import Synchronization

/// What came of many schedules.
public struct SimulationSweep: Sendable, CustomStringConvertible {
    /// A kind of violation: the same words, whatever the numbers in them.
    public struct Finding: Sendable {
        /// Schedules that ended with it.
        public let count: Int
        /// The first of them, with its trace.
        public let first: SimulationReport
    }

    /// Schedules that were played.
    public let schedules: Int
    /// Transactions that committed.
    public let commits: Int
    /// Calls of the jobs.
    public let calls: Int
    /// Things that happened.
    public let events: Int
    /// What was violated, in the order of the seeds; empty when every invariant held under every schedule.
    public let findings: [Finding]
    /// Threads that played them.
    public let threads: Int
    /// How long it took.
    public let duration: Duration

    /// Counts, speed, and each finding with the seed that shows it.
    public var description: String {
        let seconds = duration / .seconds(1)
        let lines = findings.map { "  \($0.count) times, first seed \($0.first.seed): \($0.first.violation ?? "")" }
        let speed = Int(Double(schedules) / max(seconds, 0.001))
        let head =
            "\(schedules) schedules, \(commits) commits, \(calls) calls, \(events) events; "
            + "\(speed) schedules a second on \(threads) threads"
        return ([head] + lines).joined(separator: "\n")
    }
}

extension Simulation {
    /// Plays the schedules of many seeds, on several threads.
    ///
    /// - Parameters:
    ///   - seeds: One schedule for each.
    ///   - profile: What there is to draw.
    ///   - threads: How many at the same time.
    ///   - stopsAtFirst: Whether to play nothing beyond the lowest seed that breaks an invariant; `schedules` is its place then.
    /// - Returns: Counts, speed, and what was violated.
    public static func sweep(
        _ seeds: ClosedRange<UInt64>,
        profile: SimulationProfile = SimulationProfile(),
        threads: Int = ProcessInfo.processInfo.activeProcessorCount,
        stopsAtFirst: Bool = false
    ) -> SimulationSweep {
        let start = ContinuousClock.now
        let progress = Mutex(SweepProgress(seeds: seeds, stopsAtFirst: stopsAtFirst))
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            while let seed = progress.withLock({ $0.next() }) {
                let report = Simulation(seed: seed, profile: profile).play(traced: false)
                progress.withLock { $0.take(report) }
            }
        }
        return progress.withLock { progress in
            SimulationSweep(
                schedules: progress.schedules,
                commits: progress.commits,
                calls: progress.calls,
                events: progress.events,
                findings: progress.findings(profile),
                threads: threads,
                duration: .now - start
            )
        }
    }
}

/// How far a sweep is.
private struct SweepProgress {
    private let first: UInt64
    private var last: UInt64
    private var upcoming: UInt64?
    private let stopsAtFirst: Bool
    private var played = 0
    private(set) var commits = 0
    private(set) var calls = 0
    private(set) var events = 0
    private var violations: [(seed: UInt64, kind: String)] = []

    init(seeds: ClosedRange<UInt64>, stopsAtFirst: Bool) {
        first = seeds.lowerBound
        last = seeds.upperBound
        upcoming = first
        self.stopsAtFirst = stopsAtFirst
    }

    var schedules: Int { stopsAtFirst && !violations.isEmpty ? Int(last - first) + 1 : played }

    /// Seeds are given out in their order: none below the last one is left out.
    mutating func next() -> UInt64? {
        guard let seed = upcoming, seed <= last else { return nil }
        upcoming = seed == .max ? nil : seed + 1
        return seed
    }

    mutating func take(_ report: SimulationReport) {
        played += 1
        commits += report.commits
        calls += report.calls
        events += report.events
        guard let violation = report.violation else { return }
        violations.append((report.seed, String(violation.map { $0.isNumber ? "#" : $0 })))
        if stopsAtFirst { last = min(last, report.seed) }
    }

    /// Each kind once, its first schedule played again for its trace.
    func findings(_ profile: SimulationProfile) -> [SimulationSweep.Finding] {
        let seeds = Dictionary(grouping: violations.filter { $0.seed <= last }, by: \.kind).mapValues { $0.map(\.seed) }
        return seeds.values
            .compactMap { seeds in seeds.min().map { (count: seeds.count, first: $0) } }
            .sorted { $0.first < $1.first }
            .map { .init(count: $0.count, first: Simulation(seed: $0.first, profile: profile).traced()) }
    }
}
