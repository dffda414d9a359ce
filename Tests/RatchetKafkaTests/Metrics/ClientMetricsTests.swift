import KafkaClient
import KafkaTestSupport
import Ratchet
import Testing

@testable import RatchetKafka

struct ClientMetricsTests {
    @Test func `a consumer's lag is what it has not got of its partitions`() throws {
        let consumer = try ClientStatistics(json: RecordedStatistics.consumer)
        #expect(consumer.kind == "consumer")
        #expect(consumer.name == "ratchet#consumer-2")
        #expect(consumer.lag == 410 - 25)
        #expect(consumer.bytesSent == 338)
        #expect(consumer.bytesReceived == 3319)
        #expect(consumer.roundTrip == nil)
        #expect(consumer.transaction == nil)
    }

    @Test func `a producer tells its slowest broker and its transaction`() throws {
        let producer = try ClientStatistics(json: RecordedStatistics.producer)
        #expect(producer.kind == "producer")
        #expect(producer.roundTrip == ClientStatistics.RoundTrip(p50: 6271, p99: 10_943))
        #expect(producer.transaction == "InTransaction")
        #expect(producer.queued == 0)
        #expect(producer.lag == nil)
    }

    @Test func `all clients make one line`() {
        let metrics = ClientMetrics(interval: .seconds(15))
        #expect(metrics.summary.isEmpty)
        metrics.take(RecordedStatistics.consumer)
        metrics.take(RecordedStatistics.producer)
        metrics.take(RecordedStatistics.producer)
        metrics.take("{}")
        #expect(metrics.unreadable == 1)
        #expect(
            metrics.summary == [
                "kafka.clients": "2", "kafka.lag": "385", "kafka.queued": "0", "kafka.sent.bytes": "2550",
                "kafka.received.bytes": "5445", "kafka.roundtrip.p50.us": "6271", "kafka.roundtrip.p99.us": "10943",
                "kafka.transactions": "InTransaction 1",
            ]
        )
    }

    @Test func `a client that fell silent counts no more`() {
        let metrics = ClientMetrics(interval: .seconds(1))
        metrics.take(RecordedStatistics.producer)
        // Told 4.5 seconds later.
        metrics.take(RecordedStatistics.consumer)
        #expect(metrics.clients.map(\.kind) == ["consumer"])
    }

    @Test func `an executor's clients tell of themselves`() async throws {
        let layout = try TopicLayout(prefix: "metrics.", partitions: 2, replicationFactor: 1)
        let cluster = try await blocking {
            let cluster = try MockCluster()
            for topic in layout.specifications {
                try cluster.createTopic(topic.name, partitions: topic.partitions)
            }
            return cluster
        }
        let client = ClientConfiguration(bootstrapServers: cluster.bootstrapServers)
        var settings = ExecutorSettings(cluster: client, layout: layout, group: "metrics")
        settings.producers = 2
        settings.isEmbedded = true
        settings.metricsInterval = .milliseconds(200)
        let executor = try KafkaExecutor(
            Jobs(),
            settings: settings,
            logger: Logger(label: "test", level: .critical)
        )
        async let ending = executor.run()
        // A consumer, a producer for `activity`, two of transactions; for a while the readers of the start too.
        try await eventually("the statistics of all clients: \(executor.clients.clients)") {
            let clients = executor.clients.clients
            let isComplete =
                clients.count == 4 && clients.allSatisfy { $0.bytesReceived > 0 }
                && clients.count { $0.lag == 0 } == 1 && clients.count { $0.transaction == "Ready" } == 2
            return isComplete ? true : nil
        }
        #expect(executor.clients.unreadable == 0)
        executor.stop()
        _ = try await ending
        withExtendedLifetime(cluster) {}
    }
}
