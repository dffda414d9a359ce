/// A JSON string where it lies, checked: the bytes between its quotes.
struct JSONText {
    let bytes: UnsafeRawBufferPointer
    let hasEscapes: Bool

    var string: String {
        guard hasEscapes else { return String(decoding: bytes, as: UTF8.self) }
        var unescaped: [UInt16] = []
        var result = ""
        var index = 0
        func flush() {
            result += String(decoding: unescaped, as: UTF16.self)
            unescaped.removeAll(keepingCapacity: true)
        }
        while index < bytes.count {
            guard bytes[index] == .backslash else {
                let end = bytes[index...].firstIndex(of: .backslash) ?? bytes.count
                flush()
                result += String(decoding: bytes[index..<end], as: UTF8.self)
                index = end
                continue
            }
            switch bytes[index + 1] {
            case UInt8(ascii: "b"): unescaped.append(0x08)
            case UInt8(ascii: "f"): unescaped.append(0x0C)
            case UInt8(ascii: "n"): unescaped.append(0x0A)
            case UInt8(ascii: "r"): unescaped.append(0x0D)
            case UInt8(ascii: "t"): unescaped.append(0x09)
            case UInt8(ascii: "u"):
                unescaped.append(bytes[index + 2..<index + 6].reduce(0) { $0 << 4 | UInt16(hexDigit($1) ?? 0) })
                index += 4
            case let plain: unescaped.append(UInt16(plain))
            }
            index += 2
        }
        flush()
        return result
    }

    /// Compares without building a string; names with escapes are rare.
    @inline(__always)
    static func ~= (name: StaticString, text: JSONText) -> Bool {
        let count = name.utf8CodeUnitCount
        guard text.bytes.count == count || text.hasEscapes else { return false }
        return text.isEqual(to: name)
    }

    private func isEqual(to name: StaticString) -> Bool {
        guard !hasEscapes else { return string == name.description }
        for index in 0..<name.utf8CodeUnitCount where bytes[index] != name.utf8Start[index] { return false }
        return true
    }
}
