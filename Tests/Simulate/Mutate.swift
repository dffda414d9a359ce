import RatchetTestKit

#if RATCHET_FLAWS
/// Plays schedules with each rule of that name broken, until it is noticed; false when one was not.
func mutate(_ name: String, _ seeds: ClosedRange<UInt64>) -> Bool {
    let mutations = name == "mutations" ? Mutation.all : [Mutation(named: name)].compactMap(\.self)
    guard !mutations.isEmpty else {
        print("No such mutation. There are: " + Mutation.all.map(\.name).joined(separator: " "))
        return false
    }
    print("| mutation | schedules | seed | violation |\n|---|---:|---:|---|")
    var areAllFound = true
    for mutation in mutations {
        var profile = SimulationProfile()
        profile.mutation = mutation
        let sweep = Simulation.sweep(seeds, profile: profile, stopsAtFirst: true)
        if let report = sweep.findings.first?.first {
            print("| `\(mutation)` | \(sweep.schedules) | \(report.seed) | \(report.violation ?? "") |")
        } else {
            print("| `\(mutation)` | not found in \(sweep.schedules) | | |")
            areAllFound = false
        }
    }
    return areAllFound
}
#endif
