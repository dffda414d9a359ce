import KafkaClient
import RatchetEngine

/// Reads `checkpoints` and `dead` as anyone may: committed records only, without a group.
///
/// Every call blocks its thread, which must not be one of Swift's pool: ``blocking(_:)`` gives one.
package struct RunReader: Sendable {
    private let reader: LogReader
    private let checkpoints: String
    private let dead: String
    private let onStandstill: @Sendable (Standstill) -> Void

    /// Connects to nothing yet.
    ///
    /// - Parameters:
    ///   - configuration: how to reach Kafka.
    ///   - prefix: the prefix of the topics' names.
    ///   - onStandstill: called while ``read(_:keys:onChange:)`` waits for an open transaction, once for each.
    /// - Throws: `KafkaError` of code `configuration` that names the property.
    package init(
        configuration: ClientConfiguration,
        prefix: String,
        onStandstill: @escaping @Sendable (Standstill) -> Void = { _ in }
    ) throws(KafkaError) {
        self.onStandstill = onStandstill
        reader = try LogReader(configuration: configuration, requestTimeout: .seconds(10))
        checkpoints = prefix + Topic.checkpoints.rawValue
        dead = prefix + Topic.dead.rawValue
    }

    /// Where reading is to go on in each partition.
    package typealias Positions = [TopicPartition: Int64]

    /// Where the topics end now: reading from there gives all that is committed later, and some of what is open now.
    package func ends(of topics: Set<Topic>) throws -> Positions {
        try watermarks(of: topics).mapValues(\.high)
    }

    /// Reads topics from their beginning to where they end now.
    ///
    /// An open transaction is waited out.
    ///
    /// - Parameters:
    ///   - topics: `checkpoints`, `dead` or both.
    ///   - keys: of the records that count; all when nil.
    ///   - onChange: called on this thread, in the order of each partition.
    /// - Returns: where to go on with ``follow(from:keys:while:onChange:)``.
    /// - Throws: `KafkaError`, and what `onChange` throws.
    @discardableResult
    package func read(
        _ topics: Set<Topic>,
        keys: Set<String>? = nil,
        onChange: (RunChange) throws -> Void
    ) throws -> Positions {
        let starts = try watermarks(of: topics).mapValues { LogReader.Start.offset($0.low) }
        return try reader.read(starts, onStandstill: onStandstill) { record in
            if let change = change(record, keys) { try onChange(change) }
        }
    }

    /// Goes on with what arrives.
    ///
    /// - Parameters:
    ///   - positions: where to begin; these partitions are read.
    ///   - keys: of the records that count; all when nil.
    ///   - isGoingOn: asked before each record and at least ten times a second; false ends it.
    ///   - onStandstill: called on this thread when an open transaction has held a partition up for a few seconds; nobody
    ///     looks when nil.
    ///   - onChange: called on this thread.
    /// - Throws: `KafkaError` if a partition cannot be read, and what `onChange` throws. A broker that cannot be reached
    ///   is waited for.
    package func follow(
        from positions: Positions,
        keys: Set<String>? = nil,
        while isGoingOn: () -> Bool,
        onStandstill: ((Standstill) -> Void)? = nil,
        onChange: (RunChange) throws -> Void
    ) throws {
        let starts = positions.mapValues { LogReader.Start.offset($0) }
        var watch = StandstillWatch { _ in Self.patience }
        var next = ContinuousClock.now + Self.interval
        let goesOn = {
            if let onStandstill, ContinuousClock.now >= next {
                next = .now + Self.interval
                look(with: &watch, at: Array(positions.keys)).forEach(onStandstill)
            }
            return isGoingOn()
        }
        try reader.follow(starts, while: goesOn) { event in
            if case .record(let record) = event, let change = change(record, keys) { try onChange(change) }
        }
    }

    private static let interval: Duration = .seconds(3)
    /// Transactions of producers at work are over by then.
    private static let patience: Milliseconds = 5_000

    /// What has begun to stand still.
    private func look(with watch: inout StandstillWatch, at partitions: [TopicPartition]) -> [Standstill] {
        guard let open = try? reader.openTransactions(in: partitions, timeout: .seconds(2)) else { return [] }
        let began = watch.look(open, in: partitions, at: SystemClock.now.uptime).began
        return began.map { reader.standstill(at: $0.value, of: $0.key) }
    }

    /// Partitions that were just created have no leader yet: that passes.
    private func watermarks(of topics: Set<Topic>) throws(KafkaError) -> [TopicPartition: Watermarks] {
        let end = ContinuousClock.now + .seconds(10)
        while true {
            do {
                return try reader.watermarks(try partitions(of: topics))
            } catch  where error.helpsToRetry && ContinuousClock.now < end {
                Pause.brief()
            }
        }
    }

    private func partitions(of topics: Set<Topic>) throws(KafkaError) -> [TopicPartition] {
        var all: [TopicPartition] = []
        if topics.contains(.checkpoints) { all += try reader.partitions(of: checkpoints) }
        if topics.contains(.dead) { all += try reader.partitions(of: dead) }
        return all
    }

    private func change(_ record: ConsumedRecord, _ keys: Set<String>?) -> RunChange? {
        if let keys, !keys.contains(where: record.hasKey) { return nil }
        return record.topic == dead ? RunChange(dead: record) : RunChange(checkpoint: record)
    }
}

extension ConsumedRecord {
    fileprivate func hasKey(_ key: String) -> Bool {
        withKey { bytes in bytes.map { $0.elementsEqual(key.utf8) } ?? false }
    }
}
