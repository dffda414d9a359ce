/// Which assigned partitions are read, from where, and which of them rest.
///
/// Pure bookkeeping.
struct ReadingPositions {
    private var assigned: Set<TopicPartition> = []
    private(set) var paused: Set<TopicPartition> = []
    /// The next offset to deliver of every partition that is read.
    private(set) var next: [TopicPartition: Int64] = [:]

    var partitions: [TopicPartition] {
        Array(assigned)
    }

    var isEmpty: Bool {
        assigned.isEmpty
    }

    mutating func assign(_ partitions: [TopicPartition]) {
        self = ReadingPositions()
        assigned = Set(partitions)
    }

    /// True if there is anything new to read.
    ///
    /// What is not assigned is ignored.
    mutating func start(_ offsets: [TopicPartition: Int64]) -> Bool {
        let wanted = offsets.filter { assigned.contains($0.key) }
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
        let fresh = partitions.filter { assigned.contains($0) && paused.insert($0).inserted }
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
