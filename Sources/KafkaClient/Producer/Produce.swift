import CRDKafka

/// One call to produce, with key, value and headers copied by the library.
enum Produce {
    /// A place to point at for what is empty but not absent.
    nonisolated(unsafe) private static let empty = UnsafeRawPointer(
        UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)
    )

    static func record(
        _ client: ClientHandle,
        _ topic: TopicHandle,
        _ partition: Int32?,
        _ key: UnsafeRawBufferPointer?,
        _ value: UnsafeRawBufferPointer?,
        _ header: RecordHeader?,
        opaque: UnsafeMutableRawPointer? = nil
    ) -> rd_kafka_resp_err_t {
        guard let header else {
            return record(client, topic, partition, key, value, list: nil, opaque: opaque)
        }
        return crd_produce_with_header(
            client.raw,
            topic.raw,
            partition ?? RD_KAFKA_PARTITION_UA,
            pointer(key),
            key?.count ?? 0,
            pointer(value),
            value?.count ?? 0,
            header.name,
            pointer(header.value),
            header.value.count,
            opaque
        )
    }

    /// With any number of headers.
    static func record(
        _ client: ClientHandle,
        _ topic: TopicHandle,
        _ partition: Int32?,
        _ key: UnsafeRawBufferPointer?,
        _ value: UnsafeRawBufferPointer?,
        headers: [RecordHeader],
        opaque: UnsafeMutableRawPointer? = nil
    ) -> rd_kafka_resp_err_t {
        let list = rd_kafka_headers_new(headers.count)
        for header in headers {
            rd_kafka_header_add(list, header.name, -1, pointer(header.value), header.value.count)
        }
        let code = record(client, topic, partition, key, value, list: list, opaque: opaque)
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            rd_kafka_headers_destroy(list)  // Taken over only by success.
        }
        return code
    }

    private static func record(
        _ client: ClientHandle,
        _ topic: TopicHandle,
        _ partition: Int32?,
        _ key: UnsafeRawBufferPointer?,
        _ value: UnsafeRawBufferPointer?,
        list: OpaquePointer?,
        opaque: UnsafeMutableRawPointer?
    ) -> rd_kafka_resp_err_t {
        crd_produce(
            client.raw,
            topic.raw,
            partition ?? RD_KAFKA_PARTITION_UA,
            pointer(key),
            key?.count ?? 0,
            pointer(value),
            value?.count ?? 0,
            list,
            opaque
        )
    }

    /// Nil is absent, anything else present, even if it is empty.
    private static func pointer(_ bytes: UnsafeRawBufferPointer?) -> UnsafeRawPointer? {
        guard let bytes else {
            return nil
        }
        return bytes.baseAddress ?? empty
    }
}

extension KafkaError {
    /// The library did not take a record; nothing of it was queued.
    init(refusing topic: String, _ code: rd_kafka_resp_err_t, key: Int?, value: Int?, headers: [Int]) {
        guard code != RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE else {
            let size = (key ?? 0) + (value ?? 0) + headers.reduce(0, +)
            self.init(.recordTooLarge, "a record of \(size) bytes for \(topic) is over message.max.bytes")
            return
        }
        self.init(code, "a record for \(topic) cannot be sent: \(String(cString: rd_kafka_err2str(code)))")
    }
}
