import Foundation
import RatchetTestKit

// simulate <seed>                        plays one schedule and shows its trace
// simulate <seed> <count> [<mutation>]   plays many and counts what was violated; with a mutation, until it is found
let arguments = Array(CommandLine.arguments.dropFirst())
let first = arguments.first.flatMap { UInt64($0) } ?? 1
var profile = SimulationProfile()
#if RATCHET_FLAWS
if arguments.count > 2 { profile.mutation = Mutation(named: arguments[2]) }
let mutates = profile.mutation != nil
#else
let mutates = false
#endif
guard arguments.count > 1, let count = UInt64(arguments[1]) else {
    print(Simulation(seed: first, profile: profile).traced())
    exit(0)
}
var violations: [String: (count: Int, seed: UInt64)] = [:]
var (commits, calls, events) = (0, 0, 0)
let start = ContinuousClock.now
for seed in first..<first + count {
    let report = Simulation(seed: seed, profile: profile).run()
    commits += report.commits
    calls += report.calls
    events += report.events
    guard let violation = report.violation else { continue }
    if mutates {
        print("\(arguments[2]) was found by schedule \(seed - first + 1): \(violation)")
        exit(0)
    }
    let kind = String(violation.map { $0.isNumber ? "#" : $0 })
    violations[kind, default: (0, seed)].count += 1
}
let seconds = (ContinuousClock.now - start) / .seconds(1)
print(
    "\(count) schedules, \(commits) commits, \(calls) calls, \(events) events, "
        + "\(Int(Double(count) / seconds)) schedules a second"
)
for (violation, found) in violations.sorted(by: { $0.value.count > $1.value.count }) {
    print("  \(found.count) times, first seed \(found.seed): \(violation)")
}
exit(violations.isEmpty && !mutates ? 0 : 1)
