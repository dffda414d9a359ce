import Foundation
import KafkaClient
import KafkaTestSupport
import Testing

@Suite(.requiresKafka, .onRealBroker) struct TransactionTests {
    @Test func aCommitIsVisibleWithItsOffsetAndMetadata() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let member = try Membership([topic], partitions: 1)
            let producer = try TransactionalProducer.started([topic])
            let outcome = try producer.commit(
                TransactionBatch(offsets: [.init(p0, 7, metadata: "executor:42")], group: member.group) { writer in
                    try writer.send("one", to: p0)
                    try writer.send("two", to: p0)
                }
            )
            #expect(outcome.isCommitted)
            #expect(!producer.needsRecreation && producer.runningSince == nil)
            let reader = try LogReader(configuration: RealBroker.configuration)
            #expect(try reader.values(of: topic) == ["one", "two"])
            let other = TopicPartition(topic, 1)
            let committed = try reader.committedOffsets(group: member.name, partitions: [p0, other])
            #expect(committed[p0] == CommittedOffset(offset: 7, metadata: "executor:42"))
            #expect(committed[other] == CommittedOffset(offset: nil, metadata: ""))
        }
    }

    @Test func itIsToldWhereRecordsLieThatHaveATag() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 2)
            try TaggedRecords(configuration: RealBroker.configuration, topic: topic).areToldWhereTheyLie()
        }
    }

    @Test func aTopicThatComesBackWithFewerPartitionsIsAskedForAnew() async throws {
        try await blocking {
            let offsets = try RealBroker.topic(partitions: 1)
            let topic = try RealBroker.topic(partitions: 8)
            let member = try Membership([offsets], partitions: 1)
            let producer = try TransactionalProducer.started([topic])
            let commit = {
                let place = TransactionBatch.Offset(TopicPartition(offsets, 0), 0)
                return try producer.commit(
                    TransactionBatch(offsets: [place], group: member.group) { writer in
                        // With another topic in the transaction the library does not wait for the one that is away.
                        try writer.send("other", to: TopicPartition(offsets, 0))
                        for key in 0..<50 {
                            try Array("\(key)".utf8).withUnsafeBytes { bytes throws in
                                try writer.send(topic: topic, partition: nil, key: bytes, value: bytes)
                            }
                        }
                    }
                )
            }
            #expect(try commit().isCommitted)
            try RealBroker.makeAnew(topic, partitions: 1)
            var outcomes: [CommitOutcome] = []
            // Without being asked for again, the topic would be refused for a minute.
            while outcomes.count < 10, outcomes.last?.isCommitted != true {
                // Where the library has waited for the partitions that are gone after all, its time is over.
                if producer.needsRecreation { try producer.recreate() }
                outcomes.append(try commit())
            }
            #expect(outcomes.last?.isCommitted == true, "\(outcomes)")
            let count = outcomes.count { $0.isCommitted }
            #expect(try LogReader(configuration: RealBroker.configuration).values(of: topic).count == 50 * count)
        }
    }

    @Test func headersAndEmptyValuesComeBackAsTheyWere() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let member = try Membership([topic], partitions: 1)
            let producer = try TransactionalProducer.started([topic])
            let outcome = try producer.commit(
                TransactionBatch(offsets: [.init(p0, 0)], group: member.group) { writer in
                    let bytes = Array("abc".utf8)
                    try bytes.withUnsafeBytes { bytes throws in
                        let none = UnsafeRawBufferPointer(start: nil, count: 0)
                        try writer.send(
                            topic: topic,
                            partition: 0,
                            key: bytes,
                            value: nil,
                            header: RecordHeader("h", bytes)
                        )
                        let headers = [RecordHeader("a", none), RecordHeader("b", bytes)]
                        try writer.send(topic: topic, partition: nil, key: none, value: none, headers: headers)
                        #expect(writer.recordCount == 2)
                    }
                }
            )
            #expect(outcome.isCommitted)
            var records: [ConsumedRecord] = []
            try LogReader(configuration: RealBroker.configuration).read(topic: topic) { records.append($0) }
            try #require(records.count == 2)
            #expect(records[0].isTombstone && records[0].key == "abc")
            #expect(records[0].header("h") == Array("abc".utf8))
            #expect(records[1].value == [] && records[1].key == "")
            #expect(records[1].headers.map(\.name) == ["a", "b"])
            #expect(records[1].headers[0].value == [])
        }
    }

    @Test func whatThrowsIsAbortedAndInvisible() async throws {
        struct Mistake: Error {}
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let member = try Membership([topic], partitions: 1)
            let producer = try TransactionalProducer.started([topic])
            let aborted = try producer.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { writer in
                    try writer.send("never", to: p0)
                    throw Mistake()
                }
            )
            #expect(aborted.abortReason == .write)
            #expect(aborted.error?.cause is Mistake, "\(aborted)")
            if producer.needsRecreation {
                try producer.recreate()
            }
            let committed = try producer.commit(
                TransactionBatch(offsets: [.init(p0, 2)], group: member.group) { try $0.send("seen", to: p0) }
            )
            #expect(committed.isCommitted)
            let reader = try LogReader(configuration: RealBroker.configuration)
            #expect(try reader.values(of: topic) == ["seen"])
            #expect(try reader.committedOffsets(group: member.name, partitions: [p0])[p0]?.offset == 2)
        }
    }

    @Test func manyAbortsInARowAreAllCertain() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 4)
            let p0 = TopicPartition(topic, 0)
            let member = try Membership([topic], partitions: 4)
            let producer = try TransactionalProducer.started([topic])
            for round in 0..<60 {
                let outcome = try producer.commit(
                    TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { writer in
                        // Some are sent already when the abort comes, some are not.
                        for number in 0..<(round % 5) {
                            try writer.send("never", to: TopicPartition(topic, Int32(number % 4)))
                        }
                        throw CancellationError()
                    }
                )
                #expect(outcome.abortReason == .write, "\(outcome)")
                if producer.needsRecreation {
                    try producer.recreate()
                }
            }
            let last = try producer.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { try $0.send("seen", to: p0) }
            )
            #expect(last.isCommitted, "\(last)")
            #expect(try LogReader(configuration: RealBroker.configuration).values(of: topic) == ["seen"])
        }
    }

    @Test func aRecordOverTheLimitAbortsOnlyItsTransaction() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let member = try Membership([topic], partitions: 1)
            let producer = try TransactionalProducer.started([topic])
            let large = String(repeating: "x", count: 1_200_000)  // 2.4 MB with its key
            for round in 0..<3 {
                let outcome = try producer.commit(
                    TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { writer in
                        try writer.send("small", to: p0)
                        try writer.send(large, headerBytes: round == 2 ? 2_200_000 : 0, to: p0)
                    }
                )
                #expect(outcome.abortReason == .tooLarge, "\(outcome)")
                #expect(outcome.error?.description.contains("message.max.bytes") == true)
                if producer.needsRecreation {
                    try producer.recreate()  // The abort came on the heels of a commit.
                }
                let next = try producer.commit(
                    TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { try $0.send("\(round)", to: p0) }
                )
                #expect(next.isCommitted)
            }
            #expect(try LogReader(configuration: RealBroker.configuration).values(of: topic) == ["0", "1", "2"])
        }
    }

    @Test func aRecordThatOnlyTheTopicRefusesIsReported() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1, properties: ["max.message.bytes": "1000"])
            let p0 = TopicPartition(topic, 0)
            let member = try Membership([topic], partitions: 1)
            let producer = try TransactionalProducer.started([topic], properties: ["compression.codec": "none"])
            let outcome = try producer.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { writer in
                    try writer.send(String(repeating: "x", count: 2_000), to: p0)
                }
            )
            #expect(outcome.abortReason == .tooLarge, "\(outcome)")
            // The library spoils one more transaction after this one.
            var attempts = 0
            var next: CommitOutcome
            repeat {
                attempts += 1
                if producer.needsRecreation {
                    try producer.recreate()
                }
                next = try producer.commit(
                    TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { try $0.send("ok", to: p0) }
                )
            } while !next.isCommitted && attempts < 3
            #expect(next.isCommitted)
            #expect(try LogReader(configuration: RealBroker.configuration).values(of: topic) == ["ok"])
        }
    }

    @Test func anUnknownPartitionIsRefusedAndNotSent() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 2)
            let p0 = TopicPartition(topic, 0)
            let member = try Membership([topic], partitions: 2)
            let producer = try TransactionalProducer.started([topic])
            let outcome = try producer.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { writer in
                    try writer.send("never", to: TopicPartition(topic, 2))
                }
            )
            #expect(outcome.abortReason == .refused)
            #expect(outcome.error?.code == .unknownPartition)
            #expect(try LogReader(configuration: RealBroker.configuration).values(of: topic).isEmpty)
        }
    }
}
