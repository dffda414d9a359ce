import Foundation
import RatchetSimulator

// simulate <seed>           plays one schedule and shows its trace
// simulate <seed> <count>   plays many and says what was violated
let arguments = Array(CommandLine.arguments.dropFirst())
guard let first = arguments.first.flatMap({ UInt64($0) }) else {
    print("usage: simulate <seed> [<count>]")
    exit(64)
}
guard arguments.count > 1, let count = UInt64(arguments[1]), count > 0 else {
    let report = Simulation(seed: first).traced()
    print(report)
    exit(report.violation == nil ? 0 : 1)
}
let sweep = Simulation.sweep(first...(first + count - 1))
print("Seeds \(first) to \(first + count - 1): \(sweep)")
exit(sweep.findings.isEmpty ? 0 : 1)
