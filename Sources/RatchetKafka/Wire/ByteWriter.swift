/// A buffer to build records in.
///
/// Made once and used again: after the first records it allocates nothing.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int = 1024) {
        bytes.reserveCapacity(capacity)
    }

    package var count: Int { bytes.count }

    /// Forgets what was written and keeps the memory.
    package mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
    }

    package mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func append(_ byte: UInt8) {
        bytes.append(byte)
    }

    package mutating func append(_ more: [UInt8]) {
        bytes.append(contentsOf: more)
    }

    mutating func append(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
    }

    /// As it is, without quotes.
    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    package mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeTemporaryAllocation(byteCount: Digits.limit, alignment: 1) { digits in
            guard let base = digits.baseAddress else { return }
            let count = Digits.write(Int64(number), to: base)
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: digits[..<count]))
        }
    }

    package mutating func append(_ truth: Bool) {
        append(truth ? "true" as StaticString : "false")
    }

    /// As a JSON string, in quotes.
    package mutating func append(quoted text: String) {
        var text = text
        text.withUTF8 { append(quoted: $0) }
    }

    mutating func append(quoted text: UnsafeBufferPointer<UInt8>) {
        bytes.append(.quote)
        append(escaping: text)
        bytes.append(.quote)
    }

    private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        var clean = 0
        while let index = text.firstToEscape(from: clean) {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[clean..<index]))
            append(escape: text[index])
            clean = index + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[clean...]))
    }

    private mutating func append(escape byte: UInt8) {
        bytes.append(0x5C)
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x08: bytes.append(0x62)
        case 0x09: bytes.append(0x74)
        case 0x0A: bytes.append(0x6E)
        case 0x0C: bytes.append(0x66)
        case 0x0D: bytes.append(0x72)
        default:
            append("u00" as StaticString)
            bytes.append(byte < 0x10 ? 0x30 : 0x31)
            let low = byte & 0xF
            bytes.append(low < 10 ? 0x30 + low : 0x57 + low)
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where the next quote, backslash or control character is; looks at eight bytes at a time.
    func firstToEscape(from start: Int) -> Int? {
        let bytes = UnsafeRawBufferPointer(self)
        var index = start
        while count - index >= 8, bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).escapes == 0 {
            index += 8
        }
        while index < count {
            if self[index] < 0x20 || self[index] == .quote || self[index] == .backslash { return index }
            index += 1
        }
        return nil
    }
}
