import KafkaClient

extension TransactionWriter {
    func send(topic: String, partition: Int32?, key: String?, value: [UInt8]?) throws {
        try withBytes(key, value) { try send(topic: topic, partition: partition, key: $0, value: $1) }
    }

    /// A record of the wire format: the envelope in the header `ratchet`.
    func send(
        topic: String,
        partition: Int32,
        key: String,
        value: [UInt8],
        envelope: [UInt8],
        trace: String?,
        tag: Int? = nil
    ) throws {
        if let trace {
            let headers = [(WireHeader.envelope, envelope), (WireHeader.traceparent, Array(trace.utf8))]
            return try send(topic: topic, partition: partition, key: key, value: value, headers: headers, tag: tag)
        }
        try send(topic: topic, partition: partition, key: key, value: value, envelope: envelope, tag: tag)
    }

    func send(
        topic: String,
        partition: Int32?,
        key: String?,
        value: [UInt8],
        envelope: [UInt8],
        tag: Int? = nil
    ) throws {
        try withBytes(key, value) { key, value in
            try envelope.withUnsafeBytes { envelope in
                let header = RecordHeader(WireHeader.envelope, envelope)
                try send(topic: topic, partition: partition, key: key, value: value, header: header, tag: tag)
            }
        }
    }

    func send(
        topic: String,
        partition: Int32,
        key: String,
        value: [UInt8],
        headers: [(String, [UInt8])],
        tag: Int? = nil
    ) throws {
        // One block for all, since each header must stay where it is during the call.
        let block = headers.flatMap { $0.1 }
        try withBytes(key, value) { key, value in
            try block.withUnsafeBytes { block in
                var start = 0
                let list = headers.map { name, bytes in
                    defer { start += bytes.count }
                    return RecordHeader(name, UnsafeRawBufferPointer(rebasing: block[start..<(start + bytes.count)]))
                }
                try send(topic: topic, partition: partition, key: key, value: value, headers: list, tag: tag)
            }
        }
    }

    private func withBytes(
        _ key: String?,
        _ value: [UInt8]?,
        _ body: (UnsafeRawBufferPointer?, UnsafeRawBufferPointer?) throws -> Void
    ) throws {
        guard var key else { return try withValue(value) { try body(nil, $0) } }
        try key.withUTF8 { key in try withValue(value) { try body(UnsafeRawBufferPointer(key), $0) } }
    }

    private func withValue(_ value: [UInt8]?, _ body: (UnsafeRawBufferPointer?) throws -> Void) throws {
        guard let value else { return try body(nil) }
        try value.withUnsafeBytes { try body($0) }
    }
}
