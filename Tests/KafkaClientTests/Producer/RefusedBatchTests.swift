import Foundation
import KafkaClient
import KafkaTestSupport
import Testing

/// A record is not taken for delivered because a later one was (KAFKA-15591).
///
/// A broker that does not know a producer yet takes any batch for its first; one before it, refused while both were on
/// their way, can never follow.
@Suite struct RefusedBatchTests {
    private static let produce: Int16 = 0
    private static let notLeader = KafkaError.Code(rawValue: 6)
    private static let values = (0..<5).map(String.init)

    let cluster: MockCluster
    let p0 = TopicPartition("t", 0)
    let configuration: ClientConfiguration
    let refusals = Watched(0)

    init() throws {
        cluster = try MockCluster()
        try cluster.createTopic("t", partitions: 1)
        let refusals = refusals
        configuration = ClientConfiguration(
            bootstrapServers: cluster.bootstrapServers,
            properties: ["retry.backoff.ms": "3000", "debug": "broker"]
        ) { line in
            if line.facility == "REQERR", line.message.contains("ProduceRequest") {
                refusals.change { $0 += 1 }
            }
        }
    }

    @Test func noBatchOfAnIdempotentProducerOvertakesAnother() async throws {
        try await blocking {
            let producer = try IdempotentProducer(configuration: configuration, messageTimeout: .patience)
            let send = { @Sendable (value: String) in
                producer.send(OutgoingRecord(topic: "t", partition: 0, key: "", value: Array(value.utf8)))
            }
            // The second time, the others are on their way behind it.
            cluster.fail([Self.notLeader, Self.notLeader], request: Self.produce)
            send(Self.values[0])
            try refusals.wait("refusal") { $0 >= 1 }
            Self.values.dropFirst().forEach(send)
            try producer.flush(timeout: .patience)
            #expect(producer.failures == 0)
            #expect(try LogReader(configuration: configuration).values(of: "t") == Self.values)
        }
    }

    /// The mock is stricter than a broker: it takes the later batch only if it has the one before it.
    @Test func aTransactionThatMayLackARecordIsAborted() async throws {
        try await blocking {
            let (producer, commit) = try started()
            let outcome = try commit { writer in
                try loseTheAnswer(writer)
                try cluster.answer(request: Self.produce, Self.notLeader)
                try writer.send("next", to: p0)
                try cluster.bringUp()
            }
            #expect(outcome.abortReason == .other, "\(outcome)")
            #expect(outcome.error?.root.code == .deliveryUnknown, "\(outcome)")
            try producer.recreate()
            #expect(try commit { try $0.send("next", to: p0) }.isCommitted)
        }
    }

    /// Else the next record would have its sequence number, and the broker would take it for the same again.
    @Test func aProducerThatGaveUpAWrittenRecordIsReplaced() async throws {
        try await blocking {
            let (producer, commit) = try started()
            let outcome = try commit { writer in
                try loseTheAnswer(writer)
                try cluster.bringUp()
                throw CancellationError()
            }
            #expect(outcome.abortReason == .write, "\(outcome)")
            if producer.needsRecreation {
                try producer.recreate()
            }
            #expect(try commit { try $0.send("again", to: p0) }.isCommitted)
            let reader = try LogReader(configuration: configuration)
            #expect(try reader.values(of: "t", isolation: .uncommitted) == ["first", "answer lost", "again"])
        }
    }

    /// A leader that lost its partition before all replicas had a batch says that it does not lead, and its successor may
    /// have the batch.
    @Test func aProducerThatGaveUpARefusedRecordIsReplacedToo() async throws {
        try await blocking {
            let (producer, commit) = try started()
            let outcome = try commit { writer in
                cluster.fail([Self.notLeader], request: Self.produce)
                try writer.send("refused", to: p0)
                try refusals.wait("refusal") { $0 >= 1 }
                throw CancellationError()
            }
            #expect(outcome.abortReason == .write, "\(outcome)")
            #expect(producer.needsRecreation)
        }
    }

    /// A producer, and how to commit what is written with it.
    private func started() throws -> (
        TransactionalProducer, (@escaping @Sendable (TransactionWriter) throws -> Void) throws -> CommitOutcome
    ) {
        let member = try Membership(["t"], partitions: 1, configuration: configuration)
        let producer = try TransactionalProducer(configuration: configuration, transactionalId: "p")
        try producer.start(topics: ["t"])
        return (
            producer,
            { write in
                try producer.commit(TransactionBatch(offsets: [.init(p0, 1)], group: member.group, write: write))
            }
        )
    }

    /// Sends two records; of the second nobody here knows that it is written when the broker goes down.
    private func loseTheAnswer(_ writer: TransactionWriter) throws {
        try writer.send("first", to: p0)
        try waitForEnd(1)
        try cluster.answer(request: Self.produce, after: .patience)
        try writer.send("answer lost", to: p0)
        try waitForEnd(2)
        try cluster.takeDown()
        try refusals.wait("broken connection") { $0 >= 1 }
    }

    private func waitForEnd(_ end: Int64) throws {
        let reader = try LogReader(configuration: configuration)
        let limit = ContinuousClock.now + .patience
        while try reader.watermarks([p0])[p0]?.high != end {
            guard ContinuousClock.now < limit else { throw WaitedTooLong(description: "no record before \(end)") }
            Thread.sleep(forTimeInterval: 0.01)  // Nobody tells of a record that is written before its answer comes.
        }
    }
}

/// The same where it happens: the first records of a topic that its leader has only just heard of.
@Suite(.requiresKafka, .onRealBroker) struct NewTopicTests {
    @Test func whatIsSentToANewTopicIsThere() async throws {
        try await blocking {
            for _ in 0..<20 {
                let topic = try RealBroker.topic(partitions: 40)
                let partitions = (0..<40).map { TopicPartition(topic, $0) }
                let producer = try IdempotentProducer(
                    configuration: RealBroker.configuration,
                    messageTimeout: .patience
                )
                for _ in 0..<5 {
                    for partition in partitions {
                        producer.send(OutgoingRecord(topic: topic, partition: partition.partition, key: "", value: []))
                    }
                    Thread.sleep(forTimeInterval: 0.000_5)  // So that each round has requests of its own.
                }
                try producer.flush(timeout: .patience)
                #expect(producer.failures == 0)
                let there = try LogReader(configuration: RealBroker.configuration).watermarks(partitions)
                #expect(there.filter { $0.value.high != 5 }.isEmpty)
            }
        }
    }
}
