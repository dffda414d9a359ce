import Foundation
import KafkaClient
import Testing

@Suite struct RecordReadOnMockTests {
    /// The mock keeps the last 5 MiB of a partition.
    @Test func recordsThatAreNotKeptAnyMoreAreLeftOut() async throws {
        try await blocking {
            let cluster = try MockCluster()
            try cluster.createTopic("t", partitions: 1)
            let configuration = ClientConfiguration(
                bootstrapServers: cluster.bootstrapServers,
                properties: ["compression.codec": "none"]
            )
            let p0 = TopicPartition("t", 0)
            let producer = try IdempotentProducer(configuration: configuration)
            for _ in 0..<8 { try producer.send(1, to: p0, prefix: String(repeating: "x", count: 1_000_000)) }
            let reader = try LogReader(configuration: configuration)
            #expect(try #require(try reader.watermarks([p0])[p0]).low > 1)
            var found: [Int64] = []
            try reader.records(at: [0, 1, 7], of: p0, patience: .seconds(60)) { found.append($0.offset) }
            #expect(found == [7])
        }
    }
}
