import RatchetTestKit
import Testing

#if RATCHET_FLAWS
/// Each rule of the engine is broken on purpose, and the simulator has to notice.
///
/// `RATCHET_SEED` begins with another seed than 1. One after another, each on all cores; what they print is the table
/// of docs/simulator.md.
@Suite(.serialized) struct MutationTests {
    private static let schedules: UInt64 = 5_000

    @Test(arguments: Mutation.all)
    func `a broken rule is noticed`(mutation: Mutation) throws {
        var profile = SimulationProfile()
        profile.mutation = mutation
        let first = Seeds.given ?? 1
        let sweep = Simulation.sweep(first...(first + Self.schedules - 1), profile: profile, stopsAtFirst: true)
        let report = try #require(
            sweep.findings.first?.first,
            "nothing is wrong with \(mutation) in \(sweep.schedules) schedules from seed \(first) on"
        )
        print("| `\(mutation)` | \(sweep.schedules) | \(report.seed) | \(report.violation ?? "") |")
    }

    /// Those that leave something in the topics which should not be there, or nothing where something should.
    @Test(arguments: [
        "unread", "endlso", "stepsOffset", "triggersOffset", "refused", "keptOffset", "cpout", "again", "tomb",
    ])
    func `ratchet audit alone notices a broken rule`(name: String) throws {
        var profile = SimulationProfile()
        profile.mutation = Mutation(named: name)
        profile.isJudgedByReadersAlone = true
        let sweep = Simulation.sweep(1...Self.schedules, profile: profile, stopsAtFirst: true)
        let report = try #require(sweep.findings.first?.first, "\(sweep.schedules) schedules")
        print("audit alone: \(name) \(report.seed) \(report.violation ?? "")")
        #expect(report.violation?.hasPrefix("inspection: ") == true)
    }

    @Test func `a schedule that failed fails again, with its trace`() throws {
        var profile = SimulationProfile()
        profile.mutation = Mutation(named: "late")
        #expect(profile.mutation != nil)
        let sweep = Simulation.sweep(1...100, profile: profile, stopsAtFirst: true)
        let report = try #require(sweep.findings.first?.first)
        #expect(report.seed == sweep.schedules)
        let again = Simulation(seed: report.seed, profile: profile).run()
        #expect(again.description == report.description)
        #expect(again.trace.contains { $0.contains("cancel #") })
        #expect(again.description.hasSuffix("VIOLATION, seed \(report.seed): \(report.violation ?? "")"))
    }
}
#endif
