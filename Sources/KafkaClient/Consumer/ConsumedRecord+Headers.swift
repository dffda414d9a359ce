import CRDKafka

extension ConsumedRecord {
    /// The last header of a name; nil if there is none or it has no value.
    package func header(_ name: String) -> [UInt8]? {
        withHeader(name) { $0.map { Array($0) } }
    }

    /// The last header of a name without a copy; valid only within `body`.
    @inlinable
    package func withHeader<Result, Failure: Error>(
        _ name: String,
        _ body: (UnsafeRawBufferPointer?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let headerList else {
            return try body(nil)
        }
        var value: UnsafeRawPointer?
        var size = 0
        let code = rd_kafka_header_get_last(headerList, name, &value, &size)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let value else {
            return try body(nil)
        }
        return try body(UnsafeRawBufferPointer(start: value, count: size))
    }

    /// All headers in their order.
    package var headers: [(name: String, value: [UInt8]?)] {
        guard let headerList else {
            return []
        }
        var all: [(name: String, value: [UInt8]?)] = []
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var size = 0
        while rd_kafka_header_get_all(headerList, all.count, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR,
            let name
        {
            all.append((String(cString: name), value.map { Array(UnsafeRawBufferPointer(start: $0, count: size)) }))
        }
        return all
    }
}
