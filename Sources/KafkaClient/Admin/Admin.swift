import CRDKafka
import Foundation

/// Creates, describes and deletes topics.
///
/// Every call blocks, on any thread but those of Swift's pool.
package final class Admin: Sendable {
    let client: ClientHandle
    private let timeout: Duration

    /// Connects to nothing yet.
    ///
    /// - Parameters:
    ///   - configuration: how to reach Kafka.
    ///   - timeout: of each call.
    /// - Throws: `KafkaError` of code `configuration` that names the property.
    package init(configuration: ClientConfiguration, timeout: Duration = .seconds(30)) throws(KafkaError) {
        // A consumer, since a producer's question about a topic creates it.
        client = try ClientHandle(.consumer, configuration, ClientSettings())
        self.timeout = timeout
    }

    package func clusterId() throws(KafkaError) -> String {
        guard let id = rd_kafka_clusterid(client.raw, timeout.timeoutMilliseconds) else {
            throw client.explained(KafkaError(.timedOut, "the cluster does not say its id", helpsToRetry: true))
        }
        defer { rd_kafka_mem_free(client.raw, id) }
        return String(cString: id)
    }

    package func brokers() throws(KafkaError) -> [Broker] {
        try ClusterMetadata(client, topic: nil, timeout: timeout).brokers()
    }

    /// All topics by name, with their number of partitions.
    package func listTopics() throws(KafkaError) -> [String: Int32] {
        let topics = try ClusterMetadata(client, topic: nil, timeout: timeout).topics()
        return Dictionary(topics.map { ($0.name, $0.partitions) }, uniquingKeysWith: { first, _ in first })
    }

    /// Creates topics and waits until the brokers know them; one that exists already is left as it is.
    ///
    /// - Parameter topics: what to create.
    /// - Returns: the outcome for each topic, by name.
    /// - Throws: `KafkaError` if the brokers did not answer at all.
    package func createTopics(_ topics: [TopicSpecification]) throws(KafkaError) -> [String: TopicCreation] {
        guard !topics.isEmpty else {
            return [:]
        }
        let requests = try topics.map { topic throws(KafkaError) in try NewTopic(topic) }
        let results = try request("the topics cannot be created") { options, queue in
            withExtendedLifetime(requests) {
                var pointers: [OpaquePointer?] = requests.map(\.raw)
                rd_kafka_CreateTopics(client.raw, &pointers, pointers.count, options, queue)
            }
        } read: { event in
            var count = 0
            let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
            return TopicResult.all(results, count)
        }
        try waitUntilKnown(topics.filter { results[$0.name].map { $0 == nil } ?? false })
        return results.mapValues { error in
            switch error {
            case nil: .created
            case .some(let error) where error.code == .topicAlreadyExists: .alreadyExists
            case .some(let error): .failed(error)
            }
        }
    }

    /// The controller answers a little before the brokers have heard of a topic, and would say that there is none.
    private func waitUntilKnown(_ topics: [TopicSpecification]) throws(KafkaError) {
        let end = ContinuousClock.now + timeout
        while !topics.isEmpty {
            let known = try listTopics()
            if topics.allSatisfy({ known[$0.name] == $0.partitions }) {
                return
            }
            guard Self.rest(until: end) else {
                let names = topics.map(\.name).joined(separator: ", ")
                throw KafkaError(.timedOut, "the brokers do not know the new topics \(names)", helpsToRetry: true)
            }
        }
    }

    /// Rests before brokers are asked again; false when it is too late for that.
    ///
    /// They hear of a topic, and of its end, one after another, and nobody tells when all have.
    private static func rest(until end: ContinuousClock.Instant) -> Bool {
        guard ContinuousClock.now < end else {
            return false
        }
        usleep(10_000)
        return true
    }

    /// Deletes topics.
    ///
    /// - Parameter names: topics that need not exist.
    /// - Returns: the errors by name, empty if all are gone.
    /// - Throws: `KafkaError` if the brokers did not answer at all.
    @discardableResult
    package func deleteTopics(_ names: [String]) throws(KafkaError) -> [String: KafkaError] {
        guard !names.isEmpty else {
            return [:]
        }
        let requests = names.map { DeletedTopic($0) }
        let results = try request("the topics cannot be deleted") { options, queue in
            withExtendedLifetime(requests) {
                var pointers: [OpaquePointer?] = requests.map(\.raw)
                rd_kafka_DeleteTopics(client.raw, &pointers, pointers.count, options, queue)
            }
        } read: { event in
            var count = 0
            let results = rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &count)
            return TopicResult.all(results, count)
        }
        return results.compactMapValues { $0?.code == .unknownTopic ? nil : $0 }
    }

    /// What topics are like; those that do not exist are left out.
    ///
    /// So may be one that was created, by somebody else or just now: a broker hears of it later than another.
    package func describeTopics(_ names: [String]) throws(KafkaError) -> [String: TopicDescription] {
        // The broker that was asked for properties has not heard of it, or the one before not of its end.
        try askAgain({ () throws(KafkaError) in try describeKnownTopics(names) }, after: { $0.code == .unknownTopic })
    }

    /// Asks, and again after errors that pass, as long as there is time.
    func askAgain<Answer>(
        _ ask: () throws(KafkaError) -> Answer,
        after isPassing: (KafkaError) -> Bool
    ) throws(KafkaError) -> Answer {
        let end = ContinuousClock.now + timeout
        while true {
            do {
                return try ask()
            } catch {
                guard isPassing(error), Self.rest(until: end) else {
                    throw error
                }
            }
        }
    }

    private func describeKnownTopics(_ names: [String]) throws(KafkaError) -> [String: TopicDescription] {
        let wanted = Set(names)
        var found: [String: TopicDescription] = [:]
        for topic in try ClusterMetadata(client, topic: nil, timeout: timeout).topics()
        where wanted.contains(topic.name) {
            found[topic.name] = TopicDescription(
                partitions: topic.partitions,
                replicationFactor: topic.replicationFactor,
                properties: [:]
            )
        }
        for (name, properties) in try describeProperties(of: found.keys.sorted()) {
            found[name]?.properties = properties
        }
        return found
    }

    private func describeProperties(of topics: [String]) throws(KafkaError) -> [String: [String: String]] {
        guard !topics.isEmpty else {
            return [:]
        }
        let requests = topics.map { ConfigResource(topic: $0) }
        return try describe(requests, "the topics' properties cannot be read")
    }

    /// All properties of a broker, also those at their default: what one says holds for all, as
    /// long as they are configured alike.
    package func brokerProperties() throws(KafkaError) -> [String: String] {
        guard let broker = try brokers().first else {
            return [:]
        }
        let answer = try describe([ConfigResource(broker: broker.id)], "the brokers' properties cannot be read")
        return answer["\(broker.id)"] ?? [:]
    }

    private func describe(
        _ requests: [ConfigResource],
        _ failure: String
    ) throws(KafkaError) -> [String: [String: String]] {
        let answer = try request(failure) { options, queue in
            withExtendedLifetime(requests) {
                var pointers: [OpaquePointer?] = requests.map(\.raw)
                rd_kafka_DescribeConfigs(client.raw, &pointers, pointers.count, options, queue)
            }
        } read: { event in
            var count = 0
            let resources = rd_kafka_DescribeConfigs_result_resources(
                rd_kafka_event_DescribeConfigs_result(event),
                &count
            )
            return ConfigResource.all(resources, count)
        }
        var properties: [String: [String: String]] = [:]
        for (name, result) in answer {
            properties[name] = try result.get()
        }
        return properties
    }

    /// Sends one admin request and reads its answer while it is alive.
    ///
    /// A limit is for one that is asked again.
    func request<Answer>(
        _ failure: String,
        within limit: Duration? = nil,
        send: (_ options: OpaquePointer?, _ queue: OpaquePointer?) -> Void,
        read: (_ event: OpaquePointer) -> Answer
    ) throws(KafkaError) -> Answer {
        let queue = QueueHandle(of: client)
        defer { withExtendedLifetime(queue) {} }
        let options = rd_kafka_AdminOptions_new(client.raw, RD_KAFKA_ADMIN_OP_ANY)
        defer { rd_kafka_AdminOptions_destroy(options) }
        var reason = [CChar](repeating: 0, count: 256)
        let timeout = min(limit ?? timeout, timeout)
        rd_kafka_AdminOptions_set_request_timeout(options, timeout.timeoutMilliseconds, &reason, reason.count)
        // The broker answers when the topics are there on all brokers, or at this limit.
        rd_kafka_AdminOptions_set_operation_timeout(options, timeout.timeoutMilliseconds, &reason, reason.count)
        send(options, queue.raw)
        guard let event = rd_kafka_queue_poll(queue.raw, (timeout + .seconds(1)).timeoutMilliseconds) else {
            throw client.explained(KafkaError(.timedOut, failure, helpsToRetry: true))
        }
        defer { rd_kafka_event_destroy(event) }
        let code = rd_kafka_event_error(event)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let text = rd_kafka_event_error_string(event).map { String(cString: $0) } ?? ""
            throw client.explained(KafkaError(code, "\(failure): \(text)"))
        }
        return read(event)
    }
}
