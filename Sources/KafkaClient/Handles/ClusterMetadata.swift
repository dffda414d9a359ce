import CRDKafka

/// Owns an `rd_kafka_metadata` answer.
struct ClusterMetadata: ~Copyable {
    private let raw: UnsafePointer<rd_kafka_metadata>

    /// Asks about one topic, or (nil) all of the cluster.
    init(_ client: ClientHandle, topic: TopicHandle?, timeout: Duration) throws(KafkaError) {
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(client.raw, topic == nil ? 1 : 0, topic?.raw, &answer, timeout.milliseconds)
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

    var topics: UnsafeBufferPointer<rd_kafka_metadata_topic> {
        UnsafeBufferPointer(start: raw.pointee.topics, count: Int(raw.pointee.topic_cnt))
    }

    var brokers: UnsafeBufferPointer<rd_kafka_metadata_broker> {
        UnsafeBufferPointer(start: raw.pointee.brokers, count: Int(raw.pointee.broker_cnt))
    }
}
