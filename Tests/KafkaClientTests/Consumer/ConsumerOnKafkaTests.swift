import Foundation
import KafkaClient
import KafkaTestSupport
import Testing

@Suite(.requiresKafka, .onRealBroker) struct ConsumerOnKafkaTests {
    private static func run(
        partitions: Int32,
        _ scenario: @escaping @Sendable (ConsumerScenarios) throws -> Void
    ) async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: partitions)
            try scenario(ConsumerScenarios(configuration: RealBroker.configuration, topic: topic))
        }
    }

    @Test func nothingIsReadBeforeTheOwnerSaysWhere() async throws {
        try await Self.run(partitions: 2) { try $0.nothingIsReadBeforeTheOwnerSaysWhere() }
    }

    @Test func aPausedPartitionRestsUntilItIsResumed() async throws {
        try await Self.run(partitions: 2) { try $0.aPausedPartitionRestsUntilItIsResumed() }
    }

    @Test func partitionsMoveToASecondMemberOnlyWhenTheRevocationIsDone() async throws {
        try await Self.run(partitions: 4) { try $0.partitionsMoveToASecondMemberOnlyWhenTheRevocationIsDone() }
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
        try await blocking {
            let session = Duration.patience * 4
            var configuration = RealBroker.configuration
            configuration.properties["max.poll.interval.ms"] = String(session.components.seconds * 1_000)
            let topic = try RealBroker.topic(partitions: 1)
            let scenarios = ConsumerScenarios(configuration: configuration, topic: topic)
            try scenarios.nothingDisturbsAClose(session: session)
        }
    }

    @Test func aPauseEndsWithItsAssignment() async throws {
        try await Self.run(partitions: 2) { try $0.aPauseEndsWithItsAssignment() }
    }

    private static func runWithCompanion(
        _ scenario: @escaping @Sendable (CompanionScenarios) throws -> Void
    ) async throws {
        try await run(partitions: 2) {
            try scenario(CompanionScenarios(member: $0, companion: RealBroker.topic(partitions: 2)))
        }
    }

    @Test func aCompanionIsReadLikeTheTopicsOfTheGroup() async throws {
        try await Self.runWithCompanion { try $0.aCompanionIsReadLikeTheTopicsOfTheGroup() }
    }

    @Test func aCompanionGoesWhereItsPartitionGoes() async throws {
        try await Self.runWithCompanion { try $0.aCompanionGoesWhereItsPartitionGoes() }
    }

    @Test func membersWithAndWithoutCompanionsShareAGroup() async throws {
        try await Self.runWithCompanion { try $0.membersWithAndWithoutCompanionsShareAGroup() }
    }

    /// The assignment is accepted with an empty list: the group must not take that for a member that is gone.
    @Test func aMemberThatReadsNothingStaysAMember() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let group = unique("group")
            let handler = RecordingHandler()
            var options = Consumer.Options()
            options.sessionTimeout = .seconds(6)
            options.heartbeatInterval = .seconds(1)
            let consumer = try Consumer(
                configuration: RealBroker.configuration,
                group: group,
                topics: [topic],
                options: options,
                handler: handler
            )
            let first = try handler.log.wait("assignment") { !$0.assignments.isEmpty }
            Thread.sleep(forTimeInterval: 9)  // The point: longer than the session.
            let producer = try TransactionalProducer(
                configuration: RealBroker.configuration,
                transactionalId: unique("producer")
            )
            try producer.start(topics: [topic])
            let outcome = try producer.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: first.groups[0]) { try $0.send("v", to: p0) }
            )
            #expect(outcome.isCommitted)
            let log = handler.log.current
            #expect(log.assignments.count == 1 && log.revocations.isEmpty && log.losses.isEmpty && log.errors.isEmpty)
            consumer.close()
            #expect(handler.log.current.revocations == [[p0]])
        }
    }

    @Test func aConsumerThatIsHeldUpLosesItsPartitionsAndComesBack() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            var configuration = RealBroker.configuration
            configuration.properties["max.poll.interval.ms"] = "6000"
            var options = Consumer.Options()
            options.sessionTimeout = .seconds(6)
            options.heartbeatInterval = .seconds(1)
            let handler = HeldUpHandler()
            let consumer = try Consumer(
                configuration: configuration,
                group: unique("group"),
                topics: [topic],
                options: options,
                handler: handler
            )
            let producer = try IdempotentProducer(configuration: configuration)
            try producer.send(1, to: p0)
            try handler.inner.log.wait("assignment") { $0.assignments.count == 1 }
            consumer.read(from: [p0: 0])
            let log = try handler.inner.log.wait("second assignment") { $0.assignments.count == 2 }
            #expect(log.losses == [[p0]])
            #expect(log.revocations.isEmpty)
            #expect(
                log.groups[1].generationId > log.groups[0].generationId
                    || log.groups[1].memberId != log.groups[0].memberId
            )
            consumer.close()
        }
    }
}

/// Does not return from its first batch until the group has given it up.
private final class HeldUpHandler: ConsumerHandler {
    let inner = RecordingHandler()

    func assigned(_ partitions: [TopicPartition], group: GroupMetadata) {
        inner.assigned(partitions, group: group)
    }

    func revoked(_ partitions: [TopicPartition], done: @escaping @Sendable () -> Void) {
        inner.revoked(partitions, done: done)
    }

    func lost(_ partitions: [TopicPartition]) {
        inner.lost(partitions)
    }

    func received(_ batch: [ConsumerEvent]) {
        let isFirst = inner.log.current.offsets.isEmpty
        inner.received(batch)
        if isFirst, !inner.log.current.offsets.isEmpty {
            Thread.sleep(forTimeInterval: 8)  // The point: longer than max.poll.interval.ms.
        }
    }

    func failed(_ error: KafkaError) {
        inner.failed(error)
    }
}
