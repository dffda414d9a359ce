import KafkaClient
import Testing

/// Groups, assignment and positions are real on the mock cluster.
///
/// But for two members on a slow machine: it may leave one of them with a generation that is over.
@Suite struct ConsumerOnMockTests {
    private static func run(
        partitions: Int32,
        _ scenario: @escaping @Sendable (ConsumerScenarios) throws -> Void
    ) async throws {
        try await blocking {
            let cluster = try MockCluster()
            for topic in ["t", "c"] { try cluster.createTopic(topic, partitions: partitions) }
            let configuration = ClientConfiguration(bootstrapServers: cluster.bootstrapServers)
            try scenario(ConsumerScenarios(configuration: configuration, topic: "t"))
            withExtendedLifetime(cluster) {}
        }
    }

    @Test func nothingIsReadBeforeTheOwnerSaysWhere() async throws {
        try await Self.run(partitions: 2) { try $0.nothingIsReadBeforeTheOwnerSaysWhere() }
    }

    @Test func aPausedPartitionRestsUntilItIsResumed() async throws {
        try await Self.run(partitions: 2) { try $0.aPausedPartitionRestsUntilItIsResumed() }
    }

    @Test func aRevocationThatIsNeverDoneEndsAtItsLimit() async throws {
        try await Self.run(partitions: 1) { try $0.aRevocationThatIsNeverDoneEndsAtItsLimit() }
    }

    @Test func startingPartitionsOneByOneSkipsAndRepeatsNothing() async throws {
        try await Self.run(partitions: 6) { try $0.startingPartitionsOneByOneSkipsAndRepeatsNothing() }
    }

    @Test func aHandlerMayCloseItsConsumer() async throws {
        try await Self.run(partitions: 1) { try $0.aHandlerMayCloseItsConsumer() }
    }

    @Test func nothingDisturbsAClose() async throws {
        try await Self.run(partitions: 1) { try $0.nothingDisturbsAClose(session: .seconds(10)) }
    }

    @Test func aCompanionIsReadLikeTheTopicsOfTheGroup() async throws {
        try await Self.run(partitions: 2) {
            try CompanionScenarios(member: $0, companion: "c").aCompanionIsReadLikeTheTopicsOfTheGroup()
        }
    }
}
