/// How far a bounded reading has come.
///
/// Pure bookkeeping.
struct ReadingProgress {
    private struct Part {
        let partition: TopicPartition
        /// The offset before which the reading stops.
        let end: Int64
        /// The next offset to read.
        var position: Int64
        /// The readable end where it lies before that: an open transaction is in the way.
        var held: Int64?

        var isPending: Bool { position < end }
    }

    private var parts: [Part] = []
    private var places: [TopicPartition: Int] = [:]
    private var pendingCount = 0
    /// Of the last record: the next one is mostly of the same partition.
    private var place = 0

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
            let part = Part(partition: partition, end: end, position: position)
            places[partition] = parts.count
            parts.append(part)
            pendingCount += part.isPending ? 1 : 0
        }
    }

    var isComplete: Bool {
        pendingCount == 0
    }

    var positions: [TopicPartition: Int64] {
        Dictionary(uniqueKeysWithValues: parts.map { ($0.partition, $0.position) })
    }

    var pendingPositions: [TopicPartition: Int64] {
        Dictionary(uniqueKeysWithValues: parts.lazy.filter(\.isPending).map { ($0.partition, $0.position) })
    }

    /// Whether the record lies below the end.
    mutating func accept(_ partition: TopicPartition, offset: Int64) -> Bool {
        guard find(partition), offset >= parts[place].position else {
            return false
        }
        guard offset < parts[place].end else {
            // All before it is read, or was never committed, or is compacted away.
            if parts[place].isPending {
                advance(to: parts[place].end)
            }
            return false
        }
        advance(to: offset + 1)
        return true
    }

    /// Whether the readable end is further than what was read: true is progress.
    mutating func reachEnd(_ partition: TopicPartition, offset: Int64) -> Bool {
        guard find(partition) else {
            return false
        }
        if offset < parts[place].end {
            parts[place].held = offset
        }
        guard offset > parts[place].position, parts[place].isPending else {
            return false
        }
        advance(to: min(offset, parts[place].end))
        return true
    }

    private mutating func find(_ partition: TopicPartition) -> Bool {
        if parts.indices.contains(place), parts[place].partition == partition {
            return true
        }
        guard let found = places[partition] else {
            return false
        }
        place = found
        return true
    }

    private mutating func advance(to offset: Int64) {
        let wasPending = parts[place].isPending
        parts[place].position = offset
        if wasPending, !parts[place].isPending {
            pendingCount -= 1
        }
    }

    /// What an open transaction keeps from being read: the first such partition, and how far it can be read.
    var held: (partition: TopicPartition, offset: Int64)? {
        for part in parts where part.isPending {
            if let offset = part.held { return (part.partition, offset) }
        }
        return nil
    }

    /// Why there is no progress.
    func standstill(after patience: Duration) -> KafkaError {
        if let held, let place = places[held.partition] {
            return KafkaError(
                .openTransaction,
                "\(held.partition) cannot be read beyond offset \(held.offset) of \(parts[place].end) since \(patience)",
                helpsToRetry: true
            )
        }
        let partition = parts.first(where: \.isPending).map { "\($0.partition)" } ?? "nothing"
        return KafkaError(.timedOut, "nothing more of \(partition) arrived within \(patience)", helpsToRetry: true)
    }
}
