import RatchetEngine

/// Commands are neither lost nor carried out twice.
extension Auditor {
    mutating func takeSpread(_ command: Command, in partition: Int) {
        if command.isSpread { fail("\(command.id) was passed on, and is passed on again") }
        if repeats(command.id, in: partition, \.spreads), !kinds.contains(.redelivery) {
            fail("\(command.id) is passed on twice")
        }
    }

    /// What lies below the committed offset has had its effect.
    mutating func checkCommands(_ part: PartitionBatch, _ broker: Broker) {
        let partition = Int(part.partition)
        guard let end = part.offsets[.commands], end > checkedCommands[partition] else { return }
        let done = broker.commands[partition].visible(from: checkedCommands[partition], upTo: end)
        checkedCommands[partition] = end
        for case (let offset, .command(let command), let appended) in done {
            let place = "commands/\(partition)/\(offset)"
            let isHome = Plan.partition(of: command.jobId, among: checkedCommands.count) == part.partition
            if isHome, let run = runs[command.jobId], let since = run.since, since < appended, !run.isOver {
                fail("\(place) is done, and \(command.jobId) is not terminated")
            }
            if !isHome, !command.isSpread, spreads[command.id] == nil {
                fail("\(place) is done, and was not passed on")
            }
        }
    }
}
