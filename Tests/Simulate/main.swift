import Foundation
import RatchetTestKit

// simulate <seed>                        plays one schedule and shows its trace
// simulate <seed> <count>                plays many and says what was violated
// simulate <seed> <count> <mutation>     plays them with a rule broken, until it is noticed
// simulate <seed> <count> mutations      does so for each rule there is, and prints the table of docs/simulator.md
let arguments = Array(CommandLine.arguments.dropFirst())
guard let first = arguments.first.flatMap({ UInt64($0) }) else {
    print("usage: simulate <seed> [<count> [<mutation> | mutations]]")
    exit(64)
}
guard arguments.count > 1, let count = UInt64(arguments[1]), count > 0 else {
    let report = Simulation(seed: first).traced()
    print(report)
    exit(report.violation == nil ? 0 : 1)
}
let seeds = first...(first + count - 1)
guard arguments.count > 2 else {
    let sweep = Simulation.sweep(seeds)
    print("Seeds \(seeds.lowerBound) to \(seeds.upperBound): \(sweep)")
    exit(sweep.findings.isEmpty ? 0 : 1)
}
#if RATCHET_FLAWS
exit(mutate(arguments[2], seeds) ? 0 : 1)
#else
print("Only debug builds can break a rule: swift run simulate \(arguments.joined(separator: " "))")
exit(64)
#endif
