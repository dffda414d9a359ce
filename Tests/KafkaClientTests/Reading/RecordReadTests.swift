import Foundation
import KafkaClient
import KafkaTestSupport
import Testing

/// Single records of a partition.
@Suite(.requiresKafka, .onRealBroker) struct RecordReadTests {
    private func values(at offsets: [Int64], of partition: TopicPartition, _ reader: LogReader) throws -> [String] {
        var values: [String] = []
        try reader.records(at: offsets, of: partition, patience: .patience) { values.append($0.text) }
        return values
    }

    @Test func recordsNearEachOtherAndFarApartAreReadOneAfterAnother() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 2)
            let p1 = TopicPartition(topic, 1)
            let producer = try IdempotentProducer(configuration: RealBroker.configuration)
            try producer.send(5_000, to: p1)
            try producer.send(1, to: TopicPartition(topic, 0), prefix: "other")
            let reader = try LogReader(configuration: RealBroker.configuration)
            for offsets: [Int64] in [[4_999], [0, 1, 2], [7, 300, 1_000, 1_001, 4_000], [], Array(2_000..<2_100)] {
                #expect(try values(at: offsets, of: p1, reader) == offsets.map { "v\($0)" })
            }
            #expect(try values(at: [0], of: TopicPartition(topic, 0), reader) == ["other0"])
        }
    }

    @Test func largeRecordsInBetweenAreJumpedOver() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let producer = try IdempotentProducer(configuration: RealBroker.configuration)
            let padding = String(repeating: "x", count: 200_000)
            for round in 0..<4 {
                try producer.send(1, to: p0, prefix: "small\(round)-")
                try producer.send(5, to: p0, prefix: padding)
            }
            let reader = try LogReader(configuration: RealBroker.configuration)
            #expect(
                try values(at: [0, 6, 12, 18], of: p0, reader) == ["small0-0", "small1-0", "small2-0", "small3-0"]
            )
        }
    }

    @Test func whatIsNotThereIsLeftOut() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let member = try Membership([topic], partitions: 1)
            let producer = try TransactionalProducer.started([topic])
            for round in 0..<2 {
                let outcome = try producer.commit(
                    TransactionBatch(offsets: [.init(p0, 1)], group: member.group) { try $0.send("\(round)", to: p0) }
                )
                #expect(outcome.isCommitted)
            }
            let reader = try LogReader(configuration: RealBroker.configuration)
            // Of each transaction the second is the marker.
            #expect(try values(at: [0, 1, 2, 3], of: p0, reader) == ["0", "1"])
            #expect(try values(at: [3], of: p0, reader) == [])
            // The end, and beyond it.
            #expect(try values(at: [2, 4], of: p0, reader) == ["1"])
            #expect(try values(at: [4, 5], of: p0, reader) == [])
            #expect(try values(at: [2, 1_000, 2_000], of: p0, reader) == ["1"])
            #expect(try values(at: [0, 2], of: p0, reader) == ["0", "1"])
        }
    }

    @Test func aRecordBehindAnOpenTransactionIsWaitedFor() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let producer = try IdempotentProducer(configuration: RealBroker.configuration)
            try producer.send(1, to: p0, prefix: "before")
            let open = try OpenTransaction("held", in: [p0])
            try producer.send(1, to: p0, prefix: "behind")
            let reader = try LogReader(configuration: RealBroker.configuration)
            #expect(try values(at: [0], of: p0, reader) == ["before0"])
            let error = #expect(throws: KafkaError.self) {
                try reader.records(at: [0, 2], of: p0, patience: .seconds(2)) { _ in }
            }
            #expect(error?.code == .openTransaction)
            let found = Watched<[String]?>(nil)
            Thread.detachNewThread {
                let read = try? values(at: [1, 2], of: p0, reader)
                found.change { $0 = read ?? ["failed"] }
            }
            try open.commit()
            try found.wait("records") { $0 == ["held", "behind0"] }
        }
    }
}
