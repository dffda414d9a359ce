import KafkaClient
import Testing

/// A version of the library whose log lines nobody has seen: its log is not asked.
@Suite struct UnknownLogTests {
    private static let endTransaction: Int16 = 26
    private static let addOffsets: Int16 = 25
    private static let commitOffsets: Int16 = 28

    private struct Setup {
        let cluster: MockCluster
        let member: Membership
        let producer: TransactionalProducer

        init(_ change: (inout TransactionalProducer.Options) -> Void = { _ in }) throws {
            cluster = try MockCluster()
            try cluster.createTopic("t", partitions: 1)
            let configuration = ClientConfiguration(bootstrapServers: cluster.bootstrapServers)
            member = try Membership(["t"], partitions: 1, configuration: configuration)
            var options = TransactionalProducer.Options()
            options.trustsLog = false
            change(&options)
            producer = try TransactionalProducer(configuration: configuration, transactionalId: "p", options: options)
            try producer.start(topics: ["t"])
        }

        func commit() throws -> CommitOutcome {
            let p0 = TopicPartition("t", 0)
            return try producer.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { try $0.send("v", to: p0) }
            )
        }
    }

    /// After which nothing is in doubt where the log can be trusted.
    @Test(arguments: [commitOffsets, endTransaction])
    func aProducerIsMadeAnewAfterEveryAbort(request: Int16) async throws {
        try await blocking {
            let setup = try Setup()
            setup.cluster.fail([.messageTooLarge], request: request)
            let outcome = try setup.commit()
            #expect(outcome.abortReason != nil, "\(outcome)")
            #expect(setup.producer.needsRecreation)
            try setup.producer.recreate()
            #expect(try setup.commit().isCommitted)
            #expect(!setup.producer.needsRecreation)
        }
    }

    @Test func aCommitThatSawADisconnectWantsANewProducer() async throws {
        try await blocking {
            let setup = try Setup()
            #expect(try setup.commit().isCommitted)
            #expect(!setup.producer.needsRecreation, "nothing happened")
            setup.cluster.fail([.transport], request: Self.addOffsets)
            #expect(try setup.commit().isCommitted)
            #expect(!setup.producer.needsRecreation, "the commit was not asked for yet")
            setup.cluster.fail([.transport], request: Self.endTransaction)
            #expect(try setup.commit().isCommitted)
            #expect(setup.producer.needsRecreation)
        }
    }

    @Test func aCommitThatSawATimeOutWantsANewProducer() async throws {
        try await blocking {
            let setup = try Setup { options in
                options.transactionTimeout = .seconds(2)
                options.messageTimeout = .seconds(1)
            }
            try setup.cluster.answer(request: Self.endTransaction, after: .seconds(5))
            #expect(try setup.commit().isCommitted)
            #expect(setup.producer.needsRecreation)
        }
    }

    @Test func aTimeOutClosesTheConnectionWhateverTheUserWants() {
        let configuration = ClientConfiguration(bootstrapServers: "localhost:1", properties: ["socket.max.fails": "0"])
        let error = #expect(throws: KafkaError.self) {
            try TransactionalProducer(configuration: configuration, transactionalId: "t")
        }
        #expect(error?.message.contains("socket.max.fails cannot be set") == true)
    }
}
