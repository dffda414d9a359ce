import RatchetEngine

/// A table that is being read, record by record.
struct TableReading {
    let opening: Int
    let partition: Int32
    private let end: Int64
    private var next: Int64 = 0
    private var last: [String: Checkpoint] = [:]

    init(opening: Int, partition: Int32, upTo end: Int64) {
        self.opening = opening
        self.partition = partition
        self.end = end
    }

    /// From the beginning, with nothing.
    mutating func restart() {
        next = 0
        last = [:]
    }

    /// As many records more, as the log has them at this moment.
    mutating func take(_ count: Int, of log: PartitionLog<Broker.CheckpointContent>) {
        for (offset, content, _) in log.visible(from: next, upTo: end).prefix(count) {
            last[content.jobId] = content.checkpoint
            next = offset + 1
        }
    }

    /// What was found.
    var table: [Checkpoint] { last.values.sorted { $0.run.jobId < $1.run.jobId } }
}
