/// Which partitions may be read, which of them are, from where, and which of them rest.
///
/// Pure bookkeeping.
struct ReadingPositions {
    /// The partitions that the group assigned.
    private(set) var partitions: [TopicPartition] = []
    /// The assigned partitions and their companions.
    private(set) var readable: Set<TopicPartition> = []
    private(set) var paused: Set<TopicPartition> = []
    /// The next offset to deliver of every partition that is read.
    private(set) var next: [TopicPartition: Int64] = [:]

    /// Of each companion topic, the partitions of the same numbers may be read too.
    mutating func assign(_ partitions: [TopicPartition], companions: [String] = []) {
        self = ReadingPositions()
        self.partitions = partitions
        readable = Set(partitions)
        for number in Set(partitions.map(\.partition)) {
            readable.formUnion(companions.map { TopicPartition($0, number) })
        }
    }

    /// True if there is anything new to read.
    ///
    /// What may not be read is ignored.
    mutating func start(_ offsets: [TopicPartition: Int64]) -> Bool {
        let wanted = offsets.filter { readable.contains($0.key) }
        next.merge(wanted) { _, new in new }
        return !wanted.isEmpty
    }

    /// Whether the record is the business of whoever reads: not one of a partition given away, nor one delivered before.
    mutating func deliver(_ partition: TopicPartition, offset: Int64) -> Bool {
        guard let expected = next[partition], offset >= expected else {
            return false
        }
        next[partition] = offset + 1
        return true
    }

    /// Whether the end of a partition is news; markers before it count as read.
    mutating func reachEnd(_ partition: TopicPartition, offset: Int64) -> Bool {
        guard let expected = next[partition], offset >= expected else {
            return false
        }
        next[partition] = offset
        return true
    }

    /// The partitions to pause in the library: those that are read and did not rest yet.
    mutating func pause(_ partitions: [TopicPartition]) -> [TopicPartition] {
        let fresh = partitions.filter { readable.contains($0) && paused.insert($0).inserted }
        return fresh.filter { next[$0] != nil }
    }

    /// The partitions to resume in the library: those that rest.
    mutating func resume(_ partitions: [TopicPartition]) -> [TopicPartition] {
        partitions.filter { paused.remove($0) != nil && next[$0] != nil }
    }

    /// The partitions that are read and rest: the library has to be told again after every new assignment.
    var pausedReading: [TopicPartition] {
        paused.filter { next[$0] != nil }
    }
}
