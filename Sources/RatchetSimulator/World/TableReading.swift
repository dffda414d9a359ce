import RatchetEngine

/// The tables of a partition that are being read, record by record.
struct TableReading {
    let opening: Int
    let partition: Int32
    private let end: Int64
    private let mailEnd: Int64
    private var next: Int64 = 0
    private var last: [String: Checkpoint] = [:]

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
            last[content.jobId] = content.checkpoint
            next = offset + 1
        }
    }

    /// What was found, in parts.
    func tables(_ broker: Broker, parts: Int) -> [Table] {
        let checkpoints = last.values.sorted { $0.run.jobId < $1.run.jobId }
        var tables = (0..<parts).map { part in
            var table = Table()
            table.checkpoints = checkpoints.indices.filter { $0 % parts == part }.map { checkpoints[$0] }
            return table
        }
        tables[parts - 1].mail = broker.rows(Int(partition), upTo: mailEnd)
        tables[parts - 1].mailEnd = mailEnd
        return tables
    }
}
