import KafkaClient
import RatchetEngine

/// How long a transaction may be open in a partition before it is said that the partition stands still.
struct StandstillPatience: Sendable {
    private let foreign: Set<String>
    private let own: Milliseconds

    /// Where executors write nothing.
    private static let short: Milliseconds = 5_000
    /// What the brokers take to notice that a transaction's time is over.
    private static let margin: Milliseconds = 10_000

    /// - Parameters:
    ///   - prefix: the prefix of the topics' names.
    ///   - transactionTimeout: that of executors: for so long one that was killed holds its partitions up.
    init(prefix: String, transactionTimeout: Duration) {
        foreign = [prefix + Topic.triggers.rawValue, prefix + Topic.commands.rawValue]
        own = max(Self.short, transactionTimeout.milliseconds + Self.margin)
    }

    func callAsFunction(_ partition: TopicPartition) -> Milliseconds {
        foreign.contains(partition.topic) ? Self.short : own
    }
}
