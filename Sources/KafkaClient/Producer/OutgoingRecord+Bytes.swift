extension OutgoingRecord {
    /// Key, value and headers as C wants them; valid only within `body`.
    func withBytes<Result>(
        _ body: (_ key: UnsafeRawBufferPointer?, _ value: UnsafeRawBufferPointer?, _ headers: [RecordHeader]) -> Result
    ) -> Result {
        Self.withBytes(of: key) { key in
            Self.withBytes(of: value) { value in
                withHeaders(from: 0, []) { body(key, value, $0) }
            }
        }
    }

    private static func withBytes<Result>(of bytes: [UInt8]?, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
        guard let bytes else {
            return body(nil)
        }
        return bytes.withUnsafeBytes(body)
    }

    private func withHeaders<Result>(
        from index: Int,
        _ done: [RecordHeader],
        _ body: ([RecordHeader]) -> Result
    ) -> Result {
        guard index < headers.count else {
            return body(done)
        }
        return headers[index].value.withUnsafeBytes { bytes in
            withHeaders(from: index + 1, done + [RecordHeader(headers[index].name, bytes)], body)
        }
    }
}
