/// W3C trace context, the header `traceparent`.
enum TraceParent {
    /// The text, if it is well formed; a bad one is no reason to refuse a record.
    static func checked(_ text: String) -> String? {
        checked(Array(text.utf8))
    }

    static func checked(_ bytes: [UInt8]) -> String? {
        let dash = UInt8(ascii: "-")
        guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash else { return nil }
        let version = bytes[0..<2]
        let trace = bytes[3..<35]
        let parent = bytes[36..<52]
        let flags = bytes[53..<55]
        guard [version, trace, parent, flags].allSatisfy({ $0.allSatisfy(isLowerHex) }) else { return nil }
        let zero = UInt8(ascii: "0")
        guard trace.contains(where: { $0 != zero }), parent.contains(where: { $0 != zero }) else { return nil }
        guard !version.allSatisfy({ $0 == UInt8(ascii: "f") }) else { return nil }
        // Version 00 ends here; a later one may go on after a dash.
        let isPlain = version.allSatisfy { $0 == zero }
        guard bytes.count == 55 || (!isPlain && bytes[55] == dash && bytes.count <= 512) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func isLowerHex(_ byte: UInt8) -> Bool {
        hexDigit(byte) != nil && !(UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
    }
}
