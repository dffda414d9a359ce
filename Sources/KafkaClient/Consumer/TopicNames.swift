import CRDKafka

/// The names of topics by the library's topic objects, so that a record costs no new string.
struct TopicNames {
    private var names: [OpaquePointer: String] = [:]
    private var last: (topic: OpaquePointer, name: String)?

    mutating func name(of topic: OpaquePointer?) -> String {
        guard let topic else {
            return ""
        }
        if let last, last.topic == topic {
            return last.name
        }
        let name = names[topic] ?? String(cString: rd_kafka_topic_name(topic))
        names[topic] = name
        last = (topic, name)
        return name
    }

    /// Forgets all: after an assignment ends a topic object may be freed and its address used for another one.
    mutating func removeAll() {
        self = TopicNames()
    }
}
