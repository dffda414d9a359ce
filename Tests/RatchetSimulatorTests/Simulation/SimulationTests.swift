import RatchetSimulator
import Testing

@Suite struct SimulationTests {
    /// `RATCHET_SEED` plays that schedule and shows its trace; `RATCHET_SCHEDULES` plays so many instead of a few.
    @Test func `every invariant holds under every schedule of faults`() {
        if let seed = Seeds.given {
            let report = Simulation(seed: seed).traced()
            print(report)
            if let violation = report.violation { Issue.record("seed \(seed): \(violation)") }
            return
        }
        let sweep = Simulation.sweep(1...(Seeds.schedules ?? 500))
        print(sweep)
        for finding in sweep.findings {
            print(finding.first)
            Issue.record("\(finding.first.violation ?? ""): RATCHET_SEED=\(finding.first.seed) shows it")
        }
    }

    @Test func `the same seed gives the same schedule`() {
        for seed: UInt64 in 1...20 {
            let first = Simulation(seed: seed).traced()
            let second = Simulation(seed: seed).traced()
            #expect(first.trace == second.trace)
            #expect(!first.trace.isEmpty)
        }
    }

    @Test func `a sweep gives the same on any number of threads`() {
        let (one, four) = (Simulation.sweep(1...60, threads: 1), Simulation.sweep(1...60, threads: 4))
        #expect(one.schedules == 60 && four.schedules == 60)
        #expect(one.commits == four.commits && one.calls == four.calls && one.events == four.events)
    }

    @Test func `a schedule that failed fails again, with its trace`() throws {
        var profile = SimulationProfile()
        profile.eventLimit = 1_000
        let sweep = Simulation.sweep(1...100, profile: profile, stopsAtFirst: true)
        let report = try #require(sweep.findings.first?.first)
        #expect(report.seed == sweep.schedules)
        #expect(!report.trace.isEmpty)
        let again = Simulation(seed: report.seed, profile: profile).run()
        #expect(again.description == report.description)
        #expect(again.description.hasSuffix("VIOLATION, seed \(report.seed): nothing comes to rest"))
    }
}
