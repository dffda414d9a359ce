/// What a topic should be like.
package struct TopicSpecification: Sendable, Equatable {
    package var name: String
    package var partitions: Int32
    package var replicationFactor: Int32
    /// Kafka's topic properties, such as `cleanup.policy`.
    ///
    /// Others keep the broker's default.
    package var properties: [String: String]

    package init(
        _ name: String,
        partitions: Int32,
        replicationFactor: Int32 = 1,
        properties: [String: String] = [:]
    ) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.properties = properties
    }
}

/// What a topic is like.
package struct TopicDescription: Sendable, Equatable {
    package var partitions: Int32
    package var replicationFactor: Int32
    /// All of its properties, also those at their default.
    package var properties: [String: String]

    package init(partitions: Int32, replicationFactor: Int32, properties: [String: String]) {
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.properties = properties
    }
}

/// What became of a topic to create.
package enum TopicCreation: Sendable {
    case created
    case alreadyExists
    case failed(KafkaError)
}
