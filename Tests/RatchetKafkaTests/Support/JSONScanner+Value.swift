@testable import RatchetKafka

extension JSONScanner {
    /// The one value that `bytes` hold.
    static func value(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> JSONSlice {
        var scanner = JSONScanner(bytes)
        let value = try scanner.value()
        try scanner.end()
        return value
    }
}
