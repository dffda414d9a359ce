import Foundation
import RatchetTestKit

// simulate <first seed> [<count>]: plays schedules; one alone with its trace.
let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
let first = numbers.first ?? 1
guard numbers.count > 1 else {
    print(Simulation(seed: first).traced())
    exit(0)
}
var violations: [String: (count: Int, seed: UInt64)] = [:]
var (commits, calls, events) = (0, 0, 0)
let start = ContinuousClock.now
for seed in first..<first + numbers[1] {
    let report = Simulation(seed: seed).run()
    commits += report.commits
    calls += report.calls
    events += report.events
    if let violation = report.violation {
        let kind = String(violation.map { $0.isNumber ? "#" : $0 })
        violations[kind, default: (0, seed)].count += 1
    }
}
let seconds = (ContinuousClock.now - start) / .seconds(1)
print(
    "\(numbers[1]) schedules, \(commits) commits, \(calls) calls, \(events) events, "
        + "\(Int(Double(numbers[1]) / seconds)) schedules a second")
for (violation, found) in violations.sorted(by: { $0.value.count > $1.value.count }) {
    print("  \(found.count) times, first seed \(found.seed): \(violation)")
}
exit(violations.isEmpty ? 0 : 1)
