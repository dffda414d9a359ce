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

/// One point in which a topic is not what it should be.
package struct TopicDifference: Sendable, Equatable, CustomStringConvertible {
    package let topic: String
    /// `partitions`, `replication.factor`, or the name of a property.
    package let property: String
    package let expected: String
    /// Nil if the broker does not know the property.
    package let actual: String?

    package var description: String {
        "\(topic): \(property) is \(actual ?? "not known"), expected \(expected)"
    }
}

extension TopicSpecification {
    /// Where the topic differs, in the order partitions, replication factor, properties by name.
    ///
    /// Properties that are not specified may be anything.
    package func differences(from actual: TopicDescription) -> [TopicDifference] {
        var differences: [TopicDifference] = []
        func compare(_ property: String, _ expected: String, _ actual: String?) {
            if expected != actual {
                differences.append(
                    TopicDifference(topic: name, property: property, expected: expected, actual: actual)
                )
            }
        }
        compare("partitions", String(partitions), String(actual.partitions))
        compare("replication.factor", String(replicationFactor), String(actual.replicationFactor))
        for (property, value) in properties.sorted(by: { $0.key < $1.key }) {
            compare(property, value, actual.properties[property])
        }
        return differences
    }
}

/// What became of a topic to create.
package enum TopicCreation: Sendable {
    case created
    case alreadyExists
    case failed(KafkaError)
}
