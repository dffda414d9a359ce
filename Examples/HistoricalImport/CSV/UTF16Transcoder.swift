/// Makes UTF-8 of UTF-16, a block of bytes after another.
struct UTF16Transcoder {
    let isLittleEndian: Bool
    /// Less than a character: the rest of a block.
    private var rest: [UInt8] = []

    init(isLittleEndian: Bool) {
        self.isLittleEndian = isLittleEndian
    }

    /// - Parameters:
    ///   - block: More of the file; empty at its end.
    ///   - text: Gets the characters. What is none becomes bytes that are not UTF-8, so that it is found where it stands.
    mutating func append(_ block: [UInt8], to text: inout [UInt8]) {
        let bytes = rest + block
        let isLast = block.isEmpty
        var position = 0
        while let unit = unit(bytes, at: position) {
            var scalar = unit
            var length = 2
            if (0xD800..<0xDC00).contains(unit) {
                guard let next = self.unit(bytes, at: position + 2) else { break }
                if (0xDC00..<0xE000).contains(next) {
                    scalar = 0x10000 + (unit - 0xD800) << 10 + (next - 0xDC00)
                    length = 4
                }
            }
            Self.append(scalar, to: &text)
            position += length
        }
        rest = Array(bytes[position...])
        if isLast, !rest.isEmpty {
            text.append(0xFF)
            rest = []
        }
    }

    private func unit(_ bytes: [UInt8], at position: Int) -> UInt32? {
        guard position + 2 <= bytes.count else { return nil }
        let (first, second) = (UInt32(bytes[position]), UInt32(bytes[position + 1]))
        return isLittleEndian ? second << 8 | first : first << 8 | second
    }

    /// A surrogate alone becomes three bytes, which UTF-8 does not allow.
    private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | scalar >> shift & 0x3F) }
        switch scalar {
        case ..<0x80: text.append(UInt8(scalar))
        case ..<0x800: text += [UInt8(0xC0 | scalar >> 6), tail(0)]
        case ..<0x10000: text += [UInt8(0xE0 | scalar >> 12), tail(6), tail(0)]
        default: text += [UInt8(0xF0 | scalar >> 18), tail(12), tail(6), tail(0)]
        }
    }
}
