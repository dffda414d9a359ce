import KafkaClient
import RatchetEngine
import Synchronization

/// Audits the topics of a live cluster.
///
/// `PartitionAudit` says why in this order. Every call blocks its thread, which must not be one of Swift's pool.
package struct ClusterAudit: Sendable {
    private let settings: AuditSettings
    private let reader: LogReader
    /// Called now and then on any thread, with the records read so far and about how many there are in all.
    private let onProgress: @Sendable (_ read: Int, _ total: Int) -> Void
    /// Called on any thread while a transaction that is open is waited for.
    private let onStandstill: @Sendable (Standstill) -> Void

    /// Connects to nothing yet.
    package init(
        _ settings: AuditSettings,
        onStandstill: @escaping @Sendable (Standstill) -> Void = { _ in },
        onProgress: @escaping @Sendable (_ read: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(KafkaError) {
        self.settings = settings
        self.onStandstill = onStandstill
        self.onProgress = onProgress
        var cluster = settings.cluster
        // Less read ahead of each of many partitions: less memory, and no slower.
        cluster.properties.merge(["fetch.message.max.bytes": "262144"]) { given, _ in given }
        reader = try LogReader(configuration: cluster, requestTimeout: .seconds(10))
    }

    /// Reads all, and when it finds something, all again.
    ///
    /// Throws a `KafkaError` when something cannot be read.
    package func run() throws -> AuditReport {
        let topics = try AuditedTopics(settings)
        let first = try read(topics)
        guard !first.findings.isClean else { return first }
        var second = try read(topics, doubles: Set(first.findings.doubles.keys))
        second.findings = second.findings.confirming(first.findings)
        return second
    }

    private func read(_ topics: AuditedTopics, doubles: Set<OutputDouble> = []) throws -> AuditReport {
        let names = topics.names
        let steps = topics.partitions(of: names.steps)
        let checkpoints = topics.partitions(of: names.checkpoints)
        let outputs = names.outputs.flatMap(topics.partitions)
        let others = steps + [names.dead, names.triggers, names.mail].flatMap(topics.partitions) + outputs
        let tally = ReadingTally(total: try total(checkpoints + others), onProgress)
        let parallel = ParallelReading(
            reader: reader,
            threads: settings.readers,
            patience: settings.patience,
            onStandstill: onStandstill
        )

        let shards = try shards(topics, doubles)
        let take = { @Sendable (record: ConsumedRecord) in
            tally.count(record.topic)
            shards.take(record)
        }
        let ends = try parallel(checkpoints.startingAtTheBeginning, onRecord: take)
        try parallel(others.startingAtTheBeginning, onRecord: take)
        let starts = try reader.watermarks(steps + outputs).mapValues(\.low)
        shards.beginTail { starts[TopicPartition(names.steps, $0)] ?? 0 }
        try parallel(ends.mapValues { .offset($0) }, onRecord: take)

        let areWhole = zip(names.outputs, topics.outputsAreCompacted).map { name, isCompacted in
            !isCompacted && topics.partitions(of: name).allSatisfy { starts[$0] == 0 }
        }
        let read = [names.checkpoints, names.steps, names.dead, names.triggers, names.mail] + names.outputs
        return AuditReport(
            topics: read.map { name in
                AuditReport.Topic(
                    name: name,
                    partitions: topics.partitions(of: name).count,
                    records: tally.records(of: name)
                )
            },
            findings: shards.judge(AuditVerdict(hasWholeOutputs: areWhole))
        )
    }

    /// Before anything else is read: whatever the group has read has had its effect by then.
    private func shards(_ topics: AuditedTopics, _ doubles: Set<OutputDouble>) throws -> AuditShards {
        let names = topics.names
        let inboxes = topics.partitions(of: names.steps) + topics.partitions(of: names.triggers)
        let committed = try reader.committedOffsets(group: settings.group, partitions: inboxes)
        let partitions = topics.partitions
        let rules = AuditRules(
            topics: names,
            partition: { partition(ofKey: $0, count: partitions) },
            attempts: settings.attempts,
            pickupLimit: EngineConfiguration.standardPickupLimit,
            lives: topics.lives,
            now: SystemClock.now.wall,
            doubles: doubles
        )
        return AuditShards(rules, partitions: partitions, prefix: settings.prefix) { partition in
            var offsets: [Inbox: Int64] = [:]
            offsets[.steps] = committed[TopicPartition(names.steps, partition)]?.offset
            offsets[.triggers] = committed[TopicPartition(names.triggers, partition)]?.offset
            return offsets
        }
    }

    private func total(_ partitions: [TopicPartition]) throws -> Int {
        Int(try reader.watermarks(partitions).values.reduce(0) { $0 + $1.high - $1.low })
    }
}

/// Counts what is read, on any thread.
private final class ReadingTally: Sendable {
    private let counts = Mutex<[String: Int]>([:])
    private let all = Mutex(0)
    private let total: Int
    private let onProgress: @Sendable (Int, Int) -> Void

    init(total: Int, _ onProgress: @escaping @Sendable (Int, Int) -> Void) {
        self.total = total
        self.onProgress = onProgress
    }

    func count(_ topic: String) {
        counts.withLock { $0[topic, default: 0] += 1 }
        let count = all.withLock { all in
            all += 1
            return all
        }
        if count % 10_000 == 0 { onProgress(count, total) }
    }

    func records(of topic: String) -> Int { counts.withLock { $0[topic] ?? 0 } }
}

extension [TopicPartition] {
    fileprivate var startingAtTheBeginning: ParallelReading.Starts {
        Dictionary(uniqueKeysWithValues: map { ($0, .beginning) })
    }
}
