import Foundation
import KafkaClient
import Testing

/// The Apache Kafka that the environment names, since the mock cannot show what its tests are about.
enum RealBroker {
    static let bootstrapServers = ProcessInfo.processInfo.environment["KAFKA_BOOTSTRAP_SERVERS"]
    static var configuration: ClientConfiguration {
        ClientConfiguration(bootstrapServers: bootstrapServers ?? "")
    }

    /// A topic of its own for one test.
    static func topic(partitions: Int32, properties: [String: String] = [:]) throws -> String {
        let name = unique("topic")
        let admin = try Admin(configuration: configuration)
        let results = try admin.createTopics([TopicSpecification(name, partitions: partitions, properties: properties)])
        guard case .created = results[name] else {
            throw KafkaError(.invalidArgument, "the test's topic was not created: \(results)")
        }
        return name
    }
}

extension Trait where Self == ConditionTrait {
    static var needsRealBroker: Self {
        .enabled(
            if: RealBroker.bootstrapServers != nil,
            "needs an Apache Kafka broker: set KAFKA_BOOTSTRAP_SERVERS"
        )
    }
}

func unique(_ name: String) -> String {
    "\(name)-\(UUID().uuidString.prefix(8).lowercased())"
}

extension TransactionalProducer {
    static func started(
        _ topics: [String],
        id: String = unique("producer"),
        options: TransactionalProducer.Options = .init(),
        properties: [String: String] = [:]
    ) throws -> TransactionalProducer {
        var configuration = RealBroker.configuration
        configuration.properties = properties
        let producer = try TransactionalProducer(configuration: configuration, transactionalId: id, options: options)
        try producer.start(topics: topics)
        return producer
    }
}
