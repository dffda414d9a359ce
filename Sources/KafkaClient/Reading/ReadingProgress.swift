/// How far a bounded reading has come.
///
/// Pure bookkeeping.
struct ReadingProgress {
    private let bounds: [TopicPartition: Watermarks]
    /// The next offset to read of each partition.
    private(set) var positions: [TopicPartition: Int64] = [:]
    private var pending: Set<TopicPartition> = []
    /// Partitions whose readable end lies before the bound: an open transaction is in the way.
    private var held: [TopicPartition: Int64] = [:]

    init(starts: [TopicPartition: LogReader.Start], bounds: [TopicPartition: Watermarks]) {
        self.bounds = bounds
        for (partition, start) in starts {
            guard let bound = bounds[partition] else {
                continue
            }
            let position =
                switch start {
                case .beginning: bound.low
                case .end: bound.high
                case .offset(let offset): max(offset, bound.low)
                }
            positions[partition] = position
            if position < bound.high {
                pending.insert(partition)
            }
        }
    }

    var isComplete: Bool {
        pending.isEmpty
    }

    var pendingPositions: [TopicPartition: Int64] {
        positions.filter { pending.contains($0.key) }
    }

    /// Whether the record lies within the bounds.
    mutating func accept(_ partition: TopicPartition, offset: Int64) -> Bool {
        guard let bound = bounds[partition], let position = positions[partition], offset >= position else {
            return false
        }
        guard offset < bound.high else {
            // Later than the bound: all before it is read, or was never committed.
            pending.remove(partition)
            return false
        }
        advance(partition, to: offset + 1)
        return true
    }

    /// Whether the end is further than what was read: true is progress.
    mutating func reachEnd(_ partition: TopicPartition, offset: Int64) -> Bool {
        guard let bound = bounds[partition], let position = positions[partition] else {
            return false
        }
        if offset < bound.high {
            held[partition] = offset
        }
        guard offset > position else {
            return false
        }
        advance(partition, to: min(offset, bound.high))
        return true
    }

    private mutating func advance(_ partition: TopicPartition, to offset: Int64) {
        positions[partition] = offset
        if let bound = bounds[partition], offset >= bound.high {
            pending.remove(partition)
            held[partition] = nil
        }
    }

    /// Why there is no progress.
    func standstill(after patience: Duration) -> KafkaError {
        if let (partition, end) = held.first(where: { pending.contains($0.key) }), let bound = bounds[partition] {
            return KafkaError(
                .openTransaction,
                "\(partition) cannot be read beyond offset \(end) of \(bound.high) since \(patience)",
                helpsToRetry: true
            )
        }
        let partition = pending.first.map { "\($0)" } ?? "nothing"
        return KafkaError(.timedOut, "nothing more of \(partition) arrived within \(patience)", helpsToRetry: true)
    }
}
