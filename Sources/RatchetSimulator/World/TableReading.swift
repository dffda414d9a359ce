import RatchetEngine

/// The tables of a partition that are being read, record by record.
struct TableReading {
    let opening: Int
    let partition: Int32
    private let end: Int64
    private let mailEnd: Int64
    private var next: Int64 = 0
    private var last: [String: (offset: Int64, checkpoint: Checkpoint)] = [:]

    init(opening: Int, partition: Int32, upTo end: Int64, mail mailEnd: Int64) {
        self.opening = opening
        self.partition = partition
        self.end = end
        self.mailEnd = mailEnd
    }

    /// From the beginning, with nothing.
    mutating func restart() {
        next = 0
        last = [:]
    }

    /// As many checkpoints more, as the log has them at this moment.
    mutating func take(_ count: Int, of log: PartitionLog<Broker.CheckpointContent>) {
        for (offset, content, _) in log.visible(from: next, upTo: end).prefix(count) {
            last[content.jobId] = content.checkpoint.map { (offset, $0) }
            next = offset + 1
        }
    }

    /// What was found, in parts; a shell may hand over less of it cold than it could.
    func tables(
        _ broker: Broker,
        parts: Int,
        warm isWarm: (_ jobId: String) -> Bool,
        unreadable isUnreadable: (Checkpoint) -> Bool
    ) -> [Table] {
        var tables = Array(repeating: Table(), count: parts)
        for (place, (jobId, found)) in last.sorted(by: { $0.key < $1.key }).enumerated() {
            if isUnreadable(found.checkpoint) {
                tables[place % parts].unreadable.append(jobId)
            } else if isWarm(jobId) {
                tables[place % parts].checkpoints.append(found.checkpoint)
            } else if let run = ColdRun(found.checkpoint, at: found.offset) {
                tables[place % parts].cold.append(run)
            } else if let finished = found.checkpoint.finished {
                tables[place % parts].finished.append((jobId, finished))
            } else {
                tables[place % parts].checkpoints.append(found.checkpoint)
            }
        }
        tables[parts - 1].mail = broker.rows(Int(partition), upTo: mailEnd)
        tables[parts - 1].mailEnd = mailEnd
        return tables
    }
}
