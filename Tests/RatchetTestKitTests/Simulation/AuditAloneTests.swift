import RatchetTestKit
import Testing

#if RATCHET_FLAWS
@Suite(.serialized) struct AuditAloneTests {
    /// What is wrong in the end is wrong in the topics: one need not have seen it happen.
    @Test(arguments: Mutation.shell)
    func `a broken rule of the shell is found by an audit alone`(mutation: Mutation) throws {
        var profile = SimulationProfile()
        profile.mutation = mutation
        profile.isJudgedByReadersAlone = true
        let first = Seeds.given ?? 1
        let sweep = Simulation.sweep(first...(first + 4_999), profile: profile, stopsAtFirst: true)
        #expect(!sweep.findings.isEmpty, "nothing is found in \(sweep.schedules) schedules from seed \(first) on")
    }
}
#endif
