import Foundation
import RatchetTestKit
import Testing

@Suite struct SimulationTests {
    /// `RATCHET_SEED` plays one schedule, `RATCHET_SCHEDULES` so many instead of a few.
    @Test func `every invariant holds under every schedule of faults`() {
        let environment = ProcessInfo.processInfo.environment
        let first = environment["RATCHET_SEED"].flatMap { UInt64($0) }
        let count = first == nil ? environment["RATCHET_SCHEDULES"].flatMap { UInt64($0) } ?? 300 : 1
        var violations: [String: (count: Int, seed: UInt64)] = [:]
        var commits = 0
        let start = ContinuousClock.now
        for seed in (first ?? 1)..<(first ?? 1) + count {
            let report = Simulation(seed: seed).run()
            commits += report.commits
            guard let violation = report.violation else { continue }
            if violations.isEmpty {
                print(report)
                Issue.record("seed \(seed): \(violation)")
            }
            violations[violation, default: (0, seed)].count += 1
            if violations.count >= 10 { break }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        print("\(count) schedules, \(commits) commits, \(Int(Double(count) / seconds)) schedules a second")
        for (violation, found) in violations { print("  \(found.count) times, first seed \(found.seed): \(violation)") }
    }

    @Test(arguments: Mutation.all)
    func `a broken rule is noticed`(mutation: Mutation) {
        var profile = SimulationProfile()
        profile.mutation = mutation
        let isNoticed = (1...2_000).contains { Simulation(seed: $0, profile: profile).run().violation != nil }
        #expect(isNoticed)
    }

    /// What is wrong in the end is wrong in the topics: one need not have seen it happen.
    @Test(arguments: Mutation.shell)
    func `a broken rule of the shell is found by an audit alone`(mutation: Mutation) {
        var profile = SimulationProfile()
        profile.mutation = mutation
        profile.isJudgedByReadersAlone = true
        let isFound = (1...2_000).contains { Simulation(seed: $0, profile: profile).run().violation != nil }
        #expect(isFound)
    }

    @Test func `the same seed gives the same schedule`() {
        for seed: UInt64 in 1...20 {
            let first = Simulation(seed: seed).traced()
            let second = Simulation(seed: seed).traced()
            #expect(first.trace == second.trace)
            #expect(!first.trace.isEmpty)
        }
    }
}
