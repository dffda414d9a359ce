import Foundation
import KafkaClient
import Ratchet
import RatchetCLI

let bootstrap = CommandLine.arguments[1]
var bench = ChainBench()
bench.jobs = Int(CommandLine.arguments[2])!
bench.steps = Int(CommandLine.arguments[3])!
if CommandLine.arguments.count > 4 { bench.slots = Int(CommandLine.arguments[4])! }
print(try await bench.run(on: ClientConfiguration(bootstrapServers: bootstrap), logger: Logger(label: "bench", level: .info)))
