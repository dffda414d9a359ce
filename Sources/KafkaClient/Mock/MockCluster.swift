import CRDKafka

/// A cluster of pretended brokers in this process, from librdkafka, for development and fast tests.
///
/// It knows groups, produce and consume; it accepts transactions and does nothing about them (aborted records are
/// visible, their offsets are dropped, nobody is fenced), and keeps the last 5 MiB of each partition.
///
/// `@unchecked Sendable`: the library serves every call on the cluster under a lock of its own.
package final class MockCluster: @unchecked Sendable {
    private let client: ClientHandle
    private let raw: OpaquePointer
    package let bootstrapServers: String

    package init(brokers: Int32 = 1) throws(KafkaError) {
        let configuration = ClientConfiguration(bootstrapServers: "mock.invalid", clientId: "mock")
        client = try ClientHandle(.producer, configuration, ClientSettings())
        guard let raw = rd_kafka_mock_cluster_new(client.raw, brokers) else {
            throw KafkaError(.configuration, "a mock cluster of \(brokers) brokers cannot be created")
        }
        self.raw = raw
        bootstrapServers = String(cString: rd_kafka_mock_cluster_bootstraps(raw))
    }

    deinit {
        rd_kafka_mock_cluster_destroy(raw)
    }

    package func createTopic(_ topic: String, partitions: Int32, replicationFactor: Int32 = 1) throws(KafkaError) {
        let code = rd_kafka_mock_topic_create(raw, topic, partitions, replicationFactor)
        try KafkaError.check(code, "the mock topic \(topic) cannot be created")
    }

    /// The next requests of this kind fail, one for each code.
    ///
    /// - Parameters:
    ///   - codes: `KafkaError.Code.transport` makes the broker disconnect.
    ///   - request: the number of the request in Kafka's protocol, such as 0 for produce.
    package func fail(_ codes: [KafkaError.Code], request: Int16) {
        let errors = codes.map { rd_kafka_resp_err_t(rawValue: $0.rawValue) }
        rd_kafka_mock_push_request_errors_array(raw, request, errors.count, errors)
    }

    /// Forgets the failures of this kind that are still to come.
    package func failNoMore(request: Int16) {
        rd_kafka_mock_clear_request_errors(raw, request)
    }

    /// What a broker does with its next request of this kind (after those said before): it serves it, or fails with the
    /// code, and answers so much later.
    ///
    /// Such a broker does not take part in `fail` any more.
    package func answer(
        request: Int16,
        broker: Int32 = 1,
        _ code: KafkaError.Code? = nil,
        after delay: Duration = .zero
    ) throws(KafkaError) {
        let error = rd_kafka_resp_err_t(rawValue: code?.rawValue ?? 0)
        let result = crd_mock_answer(raw, broker, request, error, Int32(delay.timeoutMilliseconds))
        try KafkaError.check(result, "the answer cannot be set")
    }

    /// Disconnects a broker (nil for all) and lets no one in.
    package func takeDown(broker: Int32? = nil) throws(KafkaError) {
        try KafkaError.check(rd_kafka_mock_broker_set_down(raw, broker ?? -1), "the broker cannot be taken down")
    }

    package func bringUp(broker: Int32? = nil) throws(KafkaError) {
        try KafkaError.check(rd_kafka_mock_broker_set_up(raw, broker ?? -1), "the broker cannot be brought up")
    }
}
