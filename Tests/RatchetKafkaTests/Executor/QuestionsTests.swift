import KafkaClient
import KafkaTestSupport
import RatchetEngine
import Synchronization
import Testing

@testable import RatchetKafka

@Suite struct QuestionsTests {
    @Test func aTableHoldsWhatLiesBeforeTheEndThatWasAskedFor() async throws {
        let cluster = try MockCluster()
        let layout = try TopicLayout(partitions: 1, replicationFactor: 1)
        for topic in layout.specifications { try cluster.createTopic(topic.name, partitions: 1) }
        let client = ClientConfiguration(bootstrapServers: cluster.bootstrapServers)
        let producer = try IdempotentProducer(configuration: client)
        let events = Mutex<[EngineEvent]>([])
        let questions = Questions(
            reader: try LogReader(configuration: client),
            layout: layout,
            group: "g",
            post: { event in events.withLock { $0.append(event) } },
            report: { _ in }
        )
        defer { questions.close() }

        try await put(["first", "second"], producer, layout)
        questions.committed(.opening(1), 0)
        questions.ends(1, 0)
        let end = try await eventually("the ends") {
            events.withLock { $0 }.lazy.compactMap { event in
                if case .endsRead(opening: 1, 0, let ends) = event { ends.checkpoints } else { nil }
            }.first
        }
        #expect(end == 2)
        try await put(["second", "third"], producer, layout)
        questions.table(1, 0, upTo: end)
        let table = try await eventually("the table") {
            events.withLock { $0 }.lazy.compactMap { event in
                if case .tableRead(opening: 1, 0, let table) = event { table } else { nil }
            }.first
        }
        #expect(table.checkpoints.map(\.run.jobId).sorted() == ["first", "second"])
        withExtendedLifetime(cluster) {}
    }

    private func put(_ jobIds: [String], _ producer: IdempotentProducer, _ layout: TopicLayout) async throws {
        for jobId in jobIds {
            let encoded = Encoded(Samples.checkpoint(of: jobId))
            producer.send(
                OutgoingRecord(
                    topic: layout.name(of: .checkpoints),
                    partition: 0,
                    key: encoded.key,
                    value: encoded.value,
                    headers: [(name: WireHeader.envelope, value: encoded.header)]
                )
            )
        }
        try await blocking { try producer.flush(timeout: .patience) }
        #expect(producer.failures == 0)
    }
}
