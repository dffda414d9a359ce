/// How far a bounded reading has come.
///
/// Pure bookkeeping.
struct ReadingProgress {
    /// The offset before which each partition's reading stops.
    private var ends: [TopicPartition: Int64] = [:]
    /// The next offset to read of each partition.
    private(set) var positions: [TopicPartition: Int64] = [:]
    private var pending: Set<TopicPartition> = []
    /// The readable end of partitions in which it lies before that: an open transaction is in the way.
    private var held: [TopicPartition: Int64] = [:]

    init(
        starts: [TopicPartition: LogReader.Start],
        watermarks: [TopicPartition: Watermarks],
        limits: [TopicPartition: Int64] = [:]
    ) {
        for (partition, start) in starts {
            guard let marks = watermarks[partition] else {
                continue
            }
            // Nothing may ever come at a limit beyond the end: an unclean election can cut a log off.
            let end = limits[partition].map { min($0, marks.high) } ?? marks.high
            let position =
                switch start {
                case .beginning: marks.low
                case .end: marks.high
                case .offset(let offset): max(offset, marks.low)
                }
            ends[partition] = end
            positions[partition] = position
            if position < end {
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

    /// Whether the record lies below the end.
    mutating func accept(_ partition: TopicPartition, offset: Int64) -> Bool {
        guard let end = ends[partition], let position = positions[partition], offset >= position else {
            return false
        }
        guard offset < end else {
            // All before it is read, or was never committed, or is compacted away.
            if position < end {
                advance(partition, to: end)
            }
            return false
        }
        advance(partition, to: offset + 1)
        return true
    }

    /// Whether the readable end is further than what was read: true is progress.
    mutating func reachEnd(_ partition: TopicPartition, offset: Int64) -> Bool {
        guard let end = ends[partition], let position = positions[partition] else {
            return false
        }
        if offset < end {
            held[partition] = offset
        }
        guard offset > position, position < end else {
            return false
        }
        advance(partition, to: min(offset, end))
        return true
    }

    private mutating func advance(_ partition: TopicPartition, to offset: Int64) {
        positions[partition] = offset
        if let end = ends[partition], offset >= end {
            pending.remove(partition)
            held[partition] = nil
        }
    }

    /// Why there is no progress.
    func standstill(after patience: Duration) -> KafkaError {
        if let (partition, offset) = held.first(where: { pending.contains($0.key) }), let end = ends[partition] {
            return KafkaError(
                .openTransaction,
                "\(partition) cannot be read beyond offset \(offset) of \(end) since \(patience)",
                helpsToRetry: true
            )
        }
        let partition = pending.first.map { "\($0)" } ?? "nothing"
        return KafkaError(.timedOut, "nothing more of \(partition) arrived within \(patience)", helpsToRetry: true)
    }
}
