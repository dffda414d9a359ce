import CRDKafka

/// Owns an `rd_kafka_NewTopic_t`.
final class NewTopic {
    let raw: OpaquePointer

    init(_ topic: TopicSpecification) throws(KafkaError) {
        var reason = [CChar](repeating: 0, count: 256)
        guard
            let raw = rd_kafka_NewTopic_new(
                topic.name,
                topic.partitions,
                topic.replicationFactor,
                &reason,
                reason.count
            )
        else {
            throw KafkaError(.invalidArgument, "the topic \(topic.name) cannot be created: \(String(cBuffer: reason))")
        }
        self.raw = raw
        for (name, value) in topic.properties {
            try KafkaError.check(
                rd_kafka_NewTopic_set_config(raw, name, value),
                "\(name) of \(topic.name) cannot be set"
            )
        }
    }

    deinit {
        rd_kafka_NewTopic_destroy(raw)
    }
}

/// Owns an `rd_kafka_DeleteTopic_t`.
final class DeletedTopic {
    let raw: OpaquePointer

    init(_ name: String) {
        raw = rd_kafka_DeleteTopic_new(name)
    }

    deinit {
        rd_kafka_DeleteTopic_destroy(raw)
    }
}

/// Owns an `rd_kafka_ConfigResource_t` that asks for the properties of a topic or a broker.
final class ConfigResource {
    let raw: OpaquePointer

    init(topic: String) {
        raw = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic)
    }

    init(broker id: Int32) {
        raw = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_BROKER, "\(id)")
    }

    deinit {
        rd_kafka_ConfigResource_destroy(raw)
    }

    /// The properties in an answer, by topic or by the number of the broker.
    static func all(
        _ resources: UnsafeMutablePointer<OpaquePointer?>?,
        _ count: Int
    ) -> [String: Result<[String: String], KafkaError>] {
        var answer: [String: Result<[String: String], KafkaError>] = [:]
        for case let resource? in UnsafeBufferPointer(start: resources, count: count) {
            let name = String(cString: rd_kafka_ConfigResource_name(resource))
            do {
                try KafkaError.check(
                    rd_kafka_ConfigResource_error(resource),
                    "the properties of \(name) cannot be read"
                )
                answer[name] = .success(entries(of: resource))
            } catch {
                answer[name] = .failure(error)
            }
        }
        return answer
    }

    private static func entries(of resource: OpaquePointer) -> [String: String] {
        var count = 0
        let entries = rd_kafka_ConfigResource_configs(resource, &count)
        var properties: [String: String] = [:]
        for case let entry? in UnsafeBufferPointer(start: entries, count: count) {
            guard let name = rd_kafka_ConfigEntry_name(entry), let value = rd_kafka_ConfigEntry_value(entry) else {
                continue
            }
            properties[String(cString: name)] = String(cString: value)
        }
        return properties
    }
}

/// What became of each topic of a request.
enum TopicResult {
    static func all(_ results: UnsafeMutablePointer<OpaquePointer?>?, _ count: Int) -> [String: KafkaError?] {
        var answer: [String: KafkaError?] = [:]
        for case let result? in UnsafeBufferPointer(start: results, count: count) {
            let name = String(cString: rd_kafka_topic_result_name(result))
            let code = rd_kafka_topic_result_error(result)
            guard code != RD_KAFKA_RESP_ERR_NO_ERROR else {
                answer.updateValue(nil, forKey: name)
                continue
            }
            let text = rd_kafka_topic_result_error_string(result).map { String(cString: $0) } ?? ""
            answer.updateValue(KafkaError(code, "\(name): \(text)"), forKey: name)
        }
        return answer
    }
}
