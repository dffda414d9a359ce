import CRDKafka

/// Owns an `rd_kafka_metadata` answer.
struct ClusterMetadata: ~Copyable {
    private let raw: UnsafePointer<rd_kafka_metadata>

    /// Asks about one topic, or (nil) all of the cluster.
    init(_ client: ClientHandle, topic: TopicHandle?, timeout: Duration) throws(KafkaError) {
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(client.raw, topic == nil ? 1 : 0, topic?.raw, &answer, timeout.timeoutMilliseconds)
        do {
            try KafkaError.check(code, "the brokers do not say what topics there are")
        } catch {
            throw client.explained(error)
        }
        guard let answer else {
            throw KafkaError(.invalidArgument, "the brokers sent no metadata")
        }
        raw = answer
    }

    deinit {
        rd_kafka_metadata_destroy(raw)
    }

    borrowing func topics() -> [Topic] {
        UnsafeBufferPointer(start: raw.pointee.topics, count: Int(raw.pointee.topic_cnt)).map(Topic.init)
    }

    borrowing func brokers() -> [Broker] {
        UnsafeBufferPointer(start: raw.pointee.brokers, count: Int(raw.pointee.broker_cnt)).map { broker in
            Broker(id: broker.id, host: String(cString: broker.host), port: broker.port)
        }
    }

    struct Topic {
        let name: String
        let partitions: Int32
        let replicationFactor: Int32
        let error: rd_kafka_resp_err_t

        init(_ raw: rd_kafka_metadata_topic) {
            name = String(cString: raw.topic)
            partitions = raw.partition_cnt
            replicationFactor = raw.partition_cnt > 0 ? raw.partitions[0].replica_cnt : 0
            error = raw.err
        }
    }
}
