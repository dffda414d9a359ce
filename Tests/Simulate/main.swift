import Foundation
import RatchetSimulator

// simulate <seed>                    plays one schedule and shows its trace
// simulate <seed> <count>            plays many and says what was violated
// simulate <seed> <count> first      plays them until one violates something, and prints what scripts/mutations reads
// simulate <seed> <count> audited    does so, and only what `ratchet audit` would find counts
let arguments = Array(CommandLine.arguments.dropFirst())
let mode = arguments.count > 2 ? arguments[2] : nil
guard let first = arguments.first.flatMap({ UInt64($0) }), [nil, "first", "audited"].contains(mode) else {
    print("usage: simulate <seed> [<count> [first | audited]]")
    exit(64)
}
guard arguments.count > 1, let count = UInt64(arguments[1]), count > 0 else {
    let report = Simulation(seed: first).traced()
    print(report)
    exit(report.violation == nil ? 0 : 1)
}
var profile = SimulationProfile()
profile.isJudgedByReadersAlone = mode == "audited"
let sweep = Simulation.sweep(first...(first + count - 1), profile: profile, stopsAtFirst: mode != nil)
if mode == nil {
    print("Seeds \(first) to \(first + count - 1): \(sweep)")
} else if let report = sweep.findings.first?.first {
    print(report.seed, sweep.schedules, report.violation ?? "", separator: "\t")
}
exit(sweep.findings.isEmpty ? 0 : 1)
