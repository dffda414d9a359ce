import Foundation
import KafkaTestSupport
import Testing

@testable import KafkaClient

@Suite(.requiresKafka, .onRealBroker) struct OpenTransactionsTests {
    @Test func anOpenTransactionIsFoundUntilItEnds() async throws {
        try await blocking {
            let topic = try RealBroker.topic(partitions: 1)
            let p0 = TopicPartition(topic, 0)
            let producer = try IdempotentProducer(configuration: RealBroker.configuration)
            try producer.send(3, to: p0, prefix: "before")
            let reader = try LogReader(configuration: RealBroker.configuration)
            #expect(try reader.openTransactions(in: [p0]).isEmpty)

            let began = Int64(Date().timeIntervalSince1970 * 1_000)
            let open = try OpenTransaction("held", in: [p0])
            try producer.send(2, to: p0, prefix: "behind")
            #expect(try reader.openTransactions(in: [p0]) == [p0: 3])
            let standstill = reader.standstill(at: 3, of: p0)
            #expect(standstill.partition == p0)
            #expect(standstill.offset == 3)
            let since = try #require(standstill.since)
            #expect(since >= began)

            let told = Watched<[Standstill]>([])
            let values = Watched<[String]?>(nil)
            Thread.detachNewThread {
                var read: [String] = []
                _ = try? reader.read(
                    [p0: .beginning],
                    patience: .patience,
                    onStandstill: { standstill in told.change { $0.append(standstill) } },
                    onRecord: { read.append($0.text) }
                )
                values.change { [read] in $0 = read }
            }
            try told.wait("a word") { !$0.isEmpty }
            #expect(told.current == [standstill])
            try open.commit()
            try values.wait("read") { $0?.count == 6 }
            #expect(told.current == [standstill])
            #expect(try reader.openTransactions(in: [p0]).isEmpty)
        }
    }
}
