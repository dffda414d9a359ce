import KafkaClient
import KafkaTestSupport
import Testing

@Suite struct MockClusterTests {
    @Test func aRecordComesBackAsItWasSent() async throws {
        try await blocking {
            let cluster = try MockCluster()
            try cluster.createTopic("t", partitions: 3)
            let configuration = ClientConfiguration(bootstrapServers: cluster.bootstrapServers)
            let producer = try IdempotentProducer(configuration: configuration)
            let offset = Watched<Result<Int64, KafkaError>?>(nil)
            let headers = [(name: "a", value: Array("1".utf8)), (name: "empty", value: [])]
            let record = OutgoingRecord(topic: "t", partition: 2, key: "k", value: Array("v".utf8), headers: headers)
            producer.send(record) { result in offset.change { $0 = result } }
            let tombstone = OutgoingRecord(topic: "t", partition: 2, key: nil as String?, value: nil)
            producer.send(tombstone)
            producer.send(OutgoingRecord(topic: "t", partition: 2, key: "", value: []))
            try producer.flush(timeout: .patience)
            let first = try offset.current?.get()
            #expect(first == 0)

            var records: [ConsumedRecord] = []
            try LogReader(configuration: configuration).read(topic: "t") { records.append($0) }
            try #require(records.count == 3)
            #expect(records.map(\.topicPartition) == Array(repeating: TopicPartition("t", 2), count: 3))
            #expect(records.map(\.offset) == [0, 1, 2])
            #expect(records[0].key == "k")
            #expect(records[0].value == Array("v".utf8))
            #expect(records[0].header("a") == Array("1".utf8))
            #expect(records[0].header("b") == nil)
            #expect(records[0].headers.map(\.name) == ["a", "empty"])
            #expect(records[0].headers[1].value == [])
            #expect(records[0].timestamp.kind == .created)
            #expect(records[1].key == nil && records[1].isTombstone && records[1].value == nil)
            #expect(records[2].key == "" && records[2].value == [] && !records[2].isTombstone)
        }
    }

    @Test func aFailedDeliveryIsReportedAndCounted() async throws {
        try await blocking {
            let cluster = try MockCluster()
            try cluster.createTopic("t", partitions: 1)
            let configuration = ClientConfiguration(bootstrapServers: cluster.bootstrapServers)
            let producer = try IdempotentProducer(configuration: configuration)
            cluster.fail([.init(rawValue: 29)], request: 0)  // TOPIC_AUTHORIZATION_FAILED at produce
            let answer = Watched<Result<Int64, KafkaError>?>(nil)
            producer.send(OutgoingRecord(topic: "t", key: "k", value: [])) { result in answer.change { $0 = result } }
            let result = try answer.wait("delivery report") { $0 != nil }
            #expect(throws: KafkaError.self) { _ = try result?.get() }
            #expect(producer.failures == 1)
        }
    }

    @Test func aPartitionThatDoesNotExistIsRefused() async throws {
        try await blocking {
            let cluster = try MockCluster()
            try cluster.createTopic("t", partitions: 1)
            let configuration = ClientConfiguration(bootstrapServers: cluster.bootstrapServers)
            let producer = try IdempotentProducer(configuration: configuration)
            let answer = Watched<Result<Int64, KafkaError>?>(nil)
            let headers = [(name: "a", value: [UInt8](repeating: 0, count: 9))]
            producer.send(OutgoingRecord(topic: "t", partition: 7, key: "k", value: [], headers: headers)) { result in
                answer.change { $0 = result }
            }
            let error = #expect(throws: KafkaError.self) { _ = try answer.current?.get() }
            #expect(error?.code == .unknownPartition)
        }
    }

    @Test func keysGoToThePartitionOfKafkasJavaClient() async throws {
        try await blocking {
            let cluster = try MockCluster()
            try cluster.createTopic("t", partitions: 5)
            let configuration = ClientConfiguration(bootstrapServers: cluster.bootstrapServers)
            let producer = try IdempotentProducer(configuration: configuration)
            for index in 0..<50 {
                producer.send(OutgoingRecord(topic: "t", key: "key-\(index)", value: []))
            }
            try producer.flush(timeout: .patience)
            var found = 0
            try LogReader(configuration: configuration).read(topic: "t") { record in
                found += 1
                #expect(record.partition == partition(ofKey: record.key ?? "", count: 5))
            }
            #expect(found == 50)
        }
    }
}
