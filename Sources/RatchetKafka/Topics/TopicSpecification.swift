/// A topic as it should be, or as the broker describes it.
package struct TopicSpecification: Sendable, Equatable {
    package let name: String
    package var partitions: Int
    package var replicationFactor: Int
    /// Kafka's names and values: `cleanup.policy`, `retention.ms`.
    package var configuration: [String: String]

    package init(name: String, partitions: Int, replicationFactor: Int, configuration: [String: String]) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.configuration = configuration
    }
}
