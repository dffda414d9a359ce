/// What is to be read and not yet assigned in the library.
///
/// librdkafka 2.0.2 aborts the process (`rktp_started`) when an assignment replaces another whose partitions are still
/// being stopped or started. So starts are gathered, and wait until every partition of the last assignment has shown that
/// it is read: by a record, or by the end that each start delivers.
struct PendingStarts {
    struct Start {
        let offsets: [TopicPartition: Int64]
        let begin: @Sendable () -> Void
    }

    private var waiting: [Start] = []
    private var since: ContinuousClock.Instant?
    /// Partitions of the last assignment that have not shown a sign yet.
    private var settling: Set<TopicPartition> = []
    private var assignedAt: ContinuousClock.Instant?

    /// How long starts are gathered while others are to be expected.
    private static let gathering = Duration.milliseconds(200)
    /// A partition whose broker is away shows no sign; and has nothing to stop.
    private static let longest = Duration.seconds(3)

    var isEmpty: Bool {
        waiting.isEmpty
    }

    mutating func add(_ offsets: [TopicPartition: Int64], _ begin: @escaping @Sendable () -> Void) {
        waiting.append(Start(offsets: offsets, begin: begin))
        since = since ?? .now
    }

    /// The library was given all that is read.
    mutating func assigned(_ positions: ReadingPositions, at now: ContinuousClock.Instant) {
        settling = Set(positions.next.keys).subtracting(positions.paused)
        assignedAt = now
    }

    mutating func settled(_ partition: TopicPartition) {
        if !settling.isEmpty {
            settling.remove(partition)
        }
    }

    /// All that waits, if it may be assigned now.
    mutating func take(of positions: ReadingPositions, at now: ContinuousClock.Instant) -> [Start]? {
        guard let since else {
            return nil
        }
        if !settling.isEmpty, let assignedAt, now - assignedAt < Self.longest {
            return nil
        }
        let read = waiting.reduce(into: Set(positions.next.keys)) { $0.formUnion($1.offsets.keys) }
        guard read.isSuperset(of: positions.readable) || now - since >= Self.gathering else {
            return nil
        }
        defer {
            waiting = []
            self.since = nil
        }
        return waiting
    }
}
