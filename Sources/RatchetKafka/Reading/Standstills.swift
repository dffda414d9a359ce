import KafkaClient
import RatchetEngine

/// Finds transactions that have been open for too long, for whoever looks once.
///
/// Every call blocks its thread, which must not be one of Swift's pool.
package struct Standstills: Sendable {
    private let reader: LogReader
    private let prefix: String
    private let patience: StandstillPatience

    /// The most that are found at once: each record is looked at.
    private static let limit = 10

    /// Connects to nothing yet.
    ///
    /// - Parameters:
    ///   - configuration: how to reach Kafka.
    ///   - prefix: the prefix of the topics' names.
    ///   - transactionTimeout: that of the executors.
    /// - Throws: `KafkaError` of code `configuration` that names the property.
    package init(
        configuration: ClientConfiguration,
        prefix: String,
        transactionTimeout: Duration
    ) throws(KafkaError) {
        reader = try LogReader(configuration: configuration, requestTimeout: .seconds(5))
        self.prefix = prefix
        patience = StandstillPatience(prefix: prefix, transactionTimeout: transactionTimeout)
    }

    /// The partitions of Ratchet's topics that stand still, ten at most.
    ///
    /// Topics that are not there are passed over. Throws a `KafkaError` when the brokers do not answer.
    package func all(at now: Milliseconds) throws(KafkaError) -> [Standstill] {
        var partitions: [TopicPartition] = []
        for topic in Topic.allCases where topic.isPerRun {
            do {
                partitions += try reader.partitions(of: prefix + topic.rawValue)
            } catch  where error.code == .unknownTopic {
                continue
            }
        }
        return try find(in: partitions, at: now)
    }

    /// Looks for what keeps a run from being begun, going on or being heard of.
    ///
    /// - Parameters:
    ///   - jobId: the run's.
    ///   - inbox: where a record for it waits to be read; nil when none does.
    ///   - now: the time of day.
    /// - Returns: nil when nothing does, or the brokers do not tell.
    package func holding(_ jobId: String, behind inbox: Topic?, at now: Milliseconds) -> Standstill? {
        guard let count = try? reader.partitions(of: prefix + Topic.triggers.rawValue).count, count > 0 else {
            return nil
        }
        let home = partition(ofKey: jobId, count: Int32(count))
        let readable = ([inbox, .checkpoints, .dead] as [Topic?]).compactMap { $0 }
        func first(_ topics: [Topic]) throws(KafkaError) -> Standstill? {
            try find(in: topics.map { TopicPartition(prefix + $0.rawValue, home) }, at: now).first
        }
        do {
            return try first(readable + [.steps, .mail])
        } catch {
            // Who starts runs may have no right to look at all topics.
            return try? first(readable)
        }
    }

    private func find(in partitions: [TopicPartition], at now: Milliseconds) throws(KafkaError) -> [Standstill] {
        var open = try reader.openTransactions(in: partitions)
        if !open.isEmpty {
            // Those of producers at work are not looked at any further.
            Pause.brief()
            let still = try reader.openTransactions(in: Array(open.keys))
            open = open.filter { still[$0.key] == $0.value }
        }
        var found: [Standstill] = []
        for partition in partitions where found.count < Self.limit {
            guard let offset = open[partition] else { continue }
            let standstill = reader.standstill(at: offset, of: partition)
            // Without a time nobody knows how long it has been open.
            if let since = standstill.since, now - since >= patience(partition) { found.append(standstill) }
        }
        return found
    }
}
