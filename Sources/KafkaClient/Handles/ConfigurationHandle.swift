import CRDKafka

/// Owns an `rd_kafka_conf_t` until `rd_kafka_new` takes it over.
struct ConfigurationHandle: ~Copyable {
    private var raw: OpaquePointer?

    init(_ properties: [(name: String, value: String)]) throws(KafkaError) {
        raw = rd_kafka_conf_new()
        for (name, value) in properties {
            try set(name, to: value)
        }
    }

    deinit {
        if let raw {
            rd_kafka_conf_destroy(raw)
        }
    }

    var pointer: OpaquePointer? {
        raw
    }

    /// The handle forgets the object: `rd_kafka_new` succeeded and owns it.
    mutating func release() {
        raw = nil
    }

    private func set(_ name: String, to value: String) throws(KafkaError) {
        var reason = [CChar](repeating: 0, count: 512)
        let result = rd_kafka_conf_set(raw, name, value, &reason, reason.count)
        guard result != RD_KAFKA_CONF_OK else {
            return
        }
        throw KafkaError(.configuration, "the property \(name) cannot be set: \(String(cBuffer: reason))")
    }
}

extension String {
    /// The text of a C buffer up to its zero byte.
    init(cBuffer: [CChar]) {
        self = String(decoding: cBuffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
