import Foundation
import KafkaClient
import KafkaTestSupport
import Synchronization
import Testing

/// Apache Kafka, since the mock cannot show what its tests are about.
enum RealBroker {
    fileprivate static let address = Mutex("")
    static var configuration: ClientConfiguration {
        ClientConfiguration(bootstrapServers: address.withLock { $0 })
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

    /// Deletes a topic and creates another one of its name.
    static func makeAnew(_ name: String, partitions: Int32) throws {
        let admin = try Admin(configuration: configuration)
        guard try admin.deleteTopics([name]).isEmpty else {
            throw KafkaError(.invalidArgument, "the test's topic was not deleted")
        }
        let end = ContinuousClock.now + .patience
        while ContinuousClock.now < end {
            let results = try admin.createTopics([TopicSpecification(name, partitions: partitions)])
            if case .created = results[name] { return }
        }
        throw KafkaError(.invalidArgument, "the test's topic was not created again")
    }
}

/// Has the broker ready before a test asks where it is.
struct OnRealBroker: SuiteTrait, TestTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        let servers = try await SharedKafka.cluster.bootstrapServers
        RealBroker.address.withLock { $0 = servers }
        try await function()
    }
}

extension Trait where Self == OnRealBroker {
    static var onRealBroker: Self { OnRealBroker() }
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
