import Foundation
import KafkaClient
import KafkaTestSupport
import Testing

@Suite(.requiresKafka, .onRealBroker) struct LogReaderTests {
    @Test func markersDoNotKeepAReaderFromTheEnd() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let member = try Membership([topic], partitions: 1)
            let producer = try TransactionalProducer(
                configuration: RealBroker.configuration,
                transactionalId: unique("producer")
            )
            try producer.start(topics: [topic])
            member.consumer.read(from: [p0: 0])
            for round in 0..<3 {
                let outcome = try producer.commit(
                    TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { try $0.send("\(round)", to: p0) }
                )
                #expect(outcome.isCommitted)
            }
            _ = try producer.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { writer in
                    try writer.send("aborted", to: p0)
                    throw CancellationError()
                }
            )
            if producer.needsRecreation {
                try producer.recreate()  // The abort came on the heels of a commit.
            }
            let reader = try LogReader(configuration: RealBroker.configuration)
            let marks = try #require(try reader.watermarks([p0])[p0])
            // Three records and three markers; the aborted one may never have left.
            #expect(marks.low == 0 && marks.high >= 6)
            let log = try member.handler.log.wait("end") { $0.ends[p0] == marks.high }
            #expect(log.values == ["0", "1", "2"])
            let positions = try reader.read([p0: .beginning]) { _ in }
            #expect(positions == [p0: marks.high])
            // Only a marker is left: still nothing to wait for.
            let rest = try reader.read([p0: .offset(marks.high - 1)], patience: .seconds(5)) { _ in }
            #expect(rest == [p0: marks.high])
            // After a re-assignment the consumer goes on behind the marker.
            member.consumer.read(from: [p0: marks.high])
            let outcome = try producer.commit(
                TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { try $0.send("last", to: p0) }
            )
            #expect(outcome.isCommitted)
            try member.handler.log.wait("last record") { $0.values == ["0", "1", "2", "last"] }
        }
    }

    @Test func aBoundedReadWaitsForAnOpenTransaction() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let open = try OpenTransaction("held", in: [p0])
            #expect(open.producer.runningSince != nil)
            let reader = try LogReader(configuration: RealBroker.configuration)
            let error = #expect(throws: KafkaError.self) {
                try reader.read([p0: .beginning], patience: .seconds(2)) { _ in }
            }
            #expect(error?.code == .openTransaction)
            #expect(error?.description.contains(topic) == true)
            #expect(try reader.values(of: topic, isolation: .uncommitted) == ["held"])

            let values = Watched<[String]?>(nil)
            Thread.detachNewThread {
                let read = try? reader.values(of: topic)
                values.change { $0 = read ?? ["failed"] }
            }
            try open.commit()
            try values.wait("read") { $0 == ["held"] }
        }
    }

    /// A commit returns before its markers are written; the offsets are pending until then.
    @Test func committedOffsetsAreNeverOlderThanACommitThatReturned() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let member = try Membership([topic], partitions: 1)
            let producer = try TransactionalProducer(
                configuration: RealBroker.configuration,
                transactionalId: unique("producer")
            )
            try producer.start(topics: [topic])
            let reader = try LogReader(configuration: RealBroker.configuration)
            for round in 1...30 {
                let batch = TransactionBatch(
                    offsets: [.init(p0, Int64(round), metadata: "m:\(round)")],
                    group: member.group
                ) { try $0.send("v", to: p0) }
                #expect(try producer.commit(batch).isCommitted)
                let committed = try reader.committedOffsets(group: member.name, partitions: [p0])
                #expect(committed[p0] == CommittedOffset(offset: Int64(round), metadata: "m:\(round)"))
            }
        }
    }

    @Test func followingSeesWhatArrives() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let producer = try IdempotentProducer(configuration: RealBroker.configuration)
            try producer.send(3, to: p0, prefix: "old")
            let reader = try LogReader(configuration: RealBroker.configuration)
            let seen = Watched<(values: [String], end: Int64?)>(([], nil))
            let done = Watched(false)
            Thread.detachNewThread {
                try? reader.follow([p0: .end], while: { seen.current.values.count < 2 }) { event in
                    seen.change { seen in
                        switch event {
                        case .record(let record): seen.values.append(record.key ?? "")
                        case .end(_, let offset): seen.end = offset
                        }
                    }
                }
                done.change { $0 = true }
            }
            try seen.wait("first end") { $0.end == 3 }
            try producer.send(2, to: p0, prefix: "new")
            try done.wait("end of following") { $0 }
            #expect(seen.current.values == ["k0", "k1"])
        }
    }

    @Test func everythingOfManyPartitionsIsReadOnce() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 6)
            let producer = try IdempotentProducer(configuration: RealBroker.configuration)
            for index in 0..<30_000 {
                producer.send(OutgoingRecord(topic: topic, key: "k\(index)", value: Array("v".utf8)))
            }
            try producer.flush(timeout: .patience)
            #expect(producer.failures == 0)
            var keys: Set<String> = []
            var count = 0
            let positions = try LogReader(configuration: RealBroker.configuration).read(topic: topic) { record in
                keys.insert(record.key ?? "")
                count += 1
            }
            #expect(count == 30_000)
            #expect(keys.count == 30_000)
            #expect(positions.values.reduce(0, +) == 30_000)
        }
    }
}
