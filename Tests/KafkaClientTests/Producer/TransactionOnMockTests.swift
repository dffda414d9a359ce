import Foundation
import KafkaClient
import Testing

/// The mock implements no transaction, but it can be made to fail their requests.
@Suite struct TransactionOnMockTests {
    private static let initProducer: Int16 = 22
    private static let endTransaction: Int16 = 26
    private static let addOffsets: Int16 = 25
    private static let addPartitions: Int16 = 24
    private static let commitOffsets: Int16 = 28
    private static let produce: Int16 = 0

    private struct Setup {
        let cluster: MockCluster
        let member: Membership
        let producer: TransactionalProducer
        let p0 = TopicPartition("t", 0)

        init(options: TransactionalProducer.Options = .init(), properties: [String: String] = [:]) throws {
            cluster = try MockCluster()
            try cluster.createTopic("t", partitions: 1)
            let configuration = ClientConfiguration(
                bootstrapServers: cluster.bootstrapServers,
                properties: properties
            )
            member = try Membership(["t"], partitions: 1, configuration: configuration)
            producer = try TransactionalProducer(configuration: configuration, transactionalId: "p", options: options)
            try producer.start(topics: ["t"])
        }

        func commit() throws -> CommitOutcome {
            try producer.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { try $0.send("v", to: p0) }
            )
        }
    }

    /// COORDINATOR_LOAD_IN_PROGRESS; the limit is for another client of a producer that has started.
    @Test func aStartWaitsForItsCoordinatorAsLongAsItTakes() async throws {
        try await blocking {
            let cluster = try MockCluster()
            try cluster.createTopic("t", partitions: 1)
            cluster.fail(Array(repeating: .init(rawValue: 14), count: 10_000), request: Self.initProducer)
            var options = TransactionalProducer.Options()
            options.recreationLimit = .milliseconds(100)
            let isTold = Watched(false)
            options.onWait = { _ in isTold.change { $0 = true } }
            let producer = try TransactionalProducer(
                configuration: ClientConfiguration(bootstrapServers: cluster.bootstrapServers),
                transactionalId: "p",
                options: options
            )
            let errors = Watched<[KafkaError?]>([])
            producer.start(topics: ["t"]) { error in errors.change { $0.append(error) } }
            try isTold.wait("word about it") { $0 }
            cluster.failNoMore(request: Self.initProducer)
            try errors.wait("start") { !$0.isEmpty }
            #expect(errors.current.allSatisfy { $0 == nil })
        }
    }

    @Test func itIsToldWhereRecordsLieThatHaveATag() async throws {
        try await blocking {
            let cluster = try MockCluster()
            try cluster.createTopic("t", partitions: 2)
            let configuration = ClientConfiguration(bootstrapServers: cluster.bootstrapServers)
            try TaggedRecords(configuration: configuration, topic: "t").areToldWhereTheyLie()
        }
    }

    @Test func anUndisturbedCommitLeavesNoDoubt() async throws {
        try await blocking {
            let setup = try Setup()
            #expect(try setup.commit().isCommitted)
            #expect(!setup.producer.needsRecreation)
        }
    }

    @Test func aCommitThatSawADisconnectWantsANewProducer() async throws {
        try await blocking {
            let setup = try Setup()
            setup.cluster.fail([.transport], request: Self.endTransaction)
            #expect(try setup.commit().isCommitted)
            #expect(setup.producer.needsRecreation)
            let refused = try setup.commit()
            #expect(refused.abortReason == .producer && refused.error?.code == .closed)
            try setup.producer.recreate()
            #expect(!setup.producer.needsRecreation)
            #expect(try setup.commit().isCommitted)
        }
    }

    /// Of connections that break alike within 30 s the library logs the third only to those who debug.
    @Test(arguments: [[:], ["log_level": "0"], ["log.connection.close": "false"], ["debug": "topic"]])
    func aCommitThatSawAnotherDisconnectWantsANewProducerToo(properties: [String: String]) async throws {
        try await blocking {
            let setup = try Setup(properties: properties)
            for _ in 0..<2 {
                setup.cluster.fail([.transport], request: Self.addOffsets)
                #expect(try setup.commit().isCommitted)
                #expect(!setup.producer.needsRecreation, "the commit was not asked for yet")
            }
            setup.cluster.fail([.transport], request: Self.endTransaction)
            #expect(try setup.commit().isCommitted)
            #expect(setup.producer.needsRecreation)
        }
    }

    @Test(arguments: [KafkaError.Code.illegalGeneration, .unknownMember, .fencedInstance])
    func aStaleMembershipIsAborted(code: KafkaError.Code) async throws {
        try await blocking {
            let setup = try Setup()
            setup.cluster.fail([code], request: Self.commitOffsets)
            let outcome = try setup.commit()
            #expect(outcome.abortReason == .generation)
            #expect(!setup.producer.needsRecreation)
            #expect(try setup.commit().isCommitted)
        }
    }

    @Test func aFencedCommitIsUnknown() async throws {
        try await blocking {
            let setup = try Setup()
            setup.cluster.fail([.init(rawValue: 90)], request: Self.endTransaction)  // PRODUCER_FENCED
            guard case .unknown(let error) = try setup.commit() else {
                Issue.record("a fenced commit has a known outcome")
                return
            }
            #expect(error.isFatal)
            #expect(setup.producer.needsRecreation)
            try setup.producer.recreate()
            #expect(try setup.commit().isCommitted)
        }
    }

    @Test func aRecordThatIsRefusedForGoodAborts() async throws {
        try await blocking {
            let setup = try Setup()
            setup.cluster.fail([.init(rawValue: 29)], request: Self.produce)  // TOPIC_AUTHORIZATION_FAILED
            let outcome = try setup.commit()
            #expect(outcome.abortReason == .refused)
            #expect(outcome.error?.description.contains("t[0] was not delivered") == true, "\(outcome)")
        }
    }

    private static let refusals = [KafkaError.Code.messageTooLarge, .init(rawValue: 29), .init(rawValue: 87)]

    @Test(arguments: [addPartitions, produce], refusals)
    func aRefusalIsOfTheRecordsWhenTheyAreAskedFor(request: Int16, code: KafkaError.Code) async throws {
        try await blocking {
            let setup = try Setup()
            setup.cluster.fail([code], request: request)
            let outcome = try setup.commit()
            #expect(outcome.abortReason == (code == .messageTooLarge ? .tooLarge : .refused), "\(outcome)")
        }
    }

    /// A run whose step fails for that would fail without fault.
    @Test(arguments: [addOffsets, commitOffsets, endTransaction], refusals)
    func aRefusalIsNotOfTheRecordsWhenOthersAreAskedFor(request: Int16, code: KafkaError.Code) async throws {
        try await blocking {
            let setup = try Setup()
            setup.cluster.fail([code], request: request)
            let outcome = try setup.commit()
            #expect(outcome.abortReason == .other, "\(outcome)")
            #expect(try setup.commit().isCommitted)
        }
    }

    @Test(arguments: [addPartitions, produce, endTransaction])
    func onlyTheGroupTellsThatAGenerationIsOver(request: Int16) async throws {
        try await blocking {
            let setup = try Setup()
            setup.cluster.fail([.illegalGeneration], request: request)
            let outcome = try setup.commit()
            #expect(outcome.abortReason == .other, "\(outcome)")
        }
    }

    @Test func aTransactionThatFailsWhileItIsWrittenSaysWhy() async throws {
        try await blocking {
            let setup = try Setup()
            let p0 = setup.p0
            setup.cluster.fail([.init(rawValue: 29)], request: Self.addPartitions)  // TOPIC_AUTHORIZATION_FAILED
            let batch = TransactionBatch(offsets: [.init(p0, 1)], group: setup.member.group) { writer in
                for _ in 0..<10_000 {
                    try writer.send("v", to: p0)
                    Thread.sleep(forTimeInterval: 0.001)
                }
            }
            let outcome = try setup.producer.commit(batch)
            #expect(outcome.abortReason == .refused, "\(outcome)")
            #expect(outcome.error?.code == .init(rawValue: 29))
        }
    }

    /// The library waits for a coordinator that is gone without any limit (librdkafka issue 5456).
    @Test func aCommitThatHangsShowsAndEndsWhenTheClusterIsBack() async throws {
        try await blocking {
            let setup = try Setup()
            let outcome = Watched<CommitOutcome?>(nil)
            let p0 = setup.p0
            setup.producer.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: setup.member.group) { writer in
                    try writer.send("v", to: p0)
                    try setup.cluster.takeDown()
                }
            ) { result in outcome.change { $0 = result } }
            let hanging = Watched(false)
            Thread.detachNewThread {
                while setup.producer.runningSince.map({ $0.duration(to: .now) < .seconds(2) }) ?? true {
                    Thread.sleep(forTimeInterval: 0.05)
                }
                hanging.change { $0 = true }
            }
            try hanging.wait("transaction that takes long") { $0 }
            #expect(setup.producer.runningSince != nil)
            try setup.cluster.bringUp()
            let result = try outcome.wait("outcome") { $0 != nil }
            #expect(setup.producer.runningSince == nil)
            if setup.producer.needsRecreation || result?.isCommitted == false {
                try setup.producer.recreate()
            }
            #expect(try setup.commit().isCommitted)
        }
    }
}
