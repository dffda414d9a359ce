import KafkaClient
import KafkaTestSupport
import Testing

@Suite(.requiresKafka, .onRealBroker) struct AdminTests {
    @Test func aTopicIsCreatedAsSpecifiedOnceAndDeleted() async throws {
        try await blocking {
            let admin = try Admin(configuration: RealBroker.configuration)
            let wanted = TopicSpecification(
                unique("topic"),
                partitions: 3,
                properties: ["cleanup.policy": "compact", "max.message.bytes": "4000000"]
            )
            guard case .created = try admin.createTopics([wanted])[wanted.name] else {
                Issue.record("the topic was not created")
                return
            }
            guard case .alreadyExists = try admin.createTopics([wanted])[wanted.name] else {
                Issue.record("the topic was created twice")
                return
            }
            let found = try #require(try admin.describeTopics([wanted.name])[wanted.name])
            #expect(found.partitions == wanted.partitions && found.replicationFactor == wanted.replicationFactor)
            #expect(found.properties.merging(wanted.properties) { $1 } == found.properties)
            #expect(try admin.listTopics()[wanted.name] == 3)
            #expect(try admin.deleteTopics([wanted.name]).isEmpty)
            #expect(try admin.deleteTopics([wanted.name]).isEmpty)
            // The broker answers before all of it has heard.
            let end = ContinuousClock.now + .patience
            while try admin.listTopics()[wanted.name] != nil, ContinuousClock.now < end {}
            #expect(try admin.listTopics()[wanted.name] == nil)
        }
    }

    @Test func whatTheBrokerRefusesIsReported() async throws {
        try await blocking {
            let admin = try Admin(configuration: RealBroker.configuration)
            let wrong = TopicSpecification(unique("topic"), partitions: 1, properties: ["no.such.property": "1"])
            guard case .failed(let error) = try admin.createTopics([wrong])[wrong.name] else {
                Issue.record("a wrong property was accepted")
                return
            }
            #expect(error.message.contains(wrong.name))
        }
    }

    @Test func toAskAboutATopicDoesNotCreateIt() async throws {
        try await blocking {
            let admin = try Admin(configuration: RealBroker.configuration)
            let reader = try LogReader(configuration: RealBroker.configuration)
            let name = unique("topic")
            #expect(try admin.describeTopics([name]).isEmpty)
            #expect(throws: KafkaError.self) { try reader.partitions(of: name) }
            #expect(try admin.listTopics()[name] == nil)
        }
    }

    @Test func aGroupIsDescribedWithItsMembersAndTheirPartitions() async throws {
        try await blocking {
            let admin = try Admin(configuration: RealBroker.configuration)
            #expect(try admin.describeGroup(unique("group")).members.isEmpty)
            let topic = try RealBroker.topic(partitions: 2)
            var configuration = RealBroker.configuration
            configuration.clientId = "a-member"
            let member = try Membership([topic], partitions: 2, configuration: configuration)
            let description = try admin.describeGroup(member.name)
            #expect(description.isStable)
            #expect(description.members.map(\.clientId) == ["a-member"])
            #expect(description.members.allSatisfy { !$0.host.isEmpty })
            let partitions = description.members.flatMap(\.partitions)
            #expect(Set(partitions) == [TopicPartition(topic, 0), TopicPartition(topic, 1)])
            member.consumer.close()
            #expect(try admin.describeGroup(member.name).members.isEmpty)
        }
    }

    @Test func theClusterTellsItsIdAndBrokers() async throws {
        try await blocking {
            let admin = try Admin(configuration: RealBroker.configuration)
            #expect(try !admin.clusterId().isEmpty)
            #expect(try !admin.brokers().isEmpty)
        }
    }
}

/// The brokers of a cluster hear of a topic one after another.
@Suite(.requiresKafkaHome) struct AdminOfThreeBrokersTests {
    @Test func topicsAreDescribedThatSomeBrokersHaveNotHeardOf() async throws {
        try await withKafkaCluster(brokers: 3) { cluster in
            try await blocking { [servers = cluster.bootstrapServers] in
                let admin = try Admin(configuration: ClientConfiguration(bootstrapServers: servers))
                for _ in 0..<10 {
                    let topics = (0..<4).map { _ in
                        TopicSpecification(unique("topic"), partitions: 12, replicationFactor: 3)
                    }
                    _ = try admin.createTopics(topics)
                    let found = try admin.describeTopics(topics.map(\.name))
                    #expect(found.values.allSatisfy { $0.partitions == 12 && !$0.properties.isEmpty })
                }
            }
        }
    }
}
