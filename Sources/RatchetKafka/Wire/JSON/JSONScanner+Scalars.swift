extension JSONScanner {
    mutating func literal(_ word: StaticString) throws(WireError) {
        let length = word.utf8CodeUnitCount
        guard count - position >= length else { throw unexpected(word) }
        for index in 0..<length where byte(at: position + index) != word.utf8Start[index] {
            throw unexpected(word)
        }
        position += length
    }

    mutating func number() throws(WireError) {
        if next == UInt8(ascii: "-") { position += 1 }
        if next == UInt8(ascii: "0") {
            position += 1
        } else {
            try digits("a value")
        }
        if next == UInt8(ascii: ".") {
            position += 1
            try digits("a digit")
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits("a digit")
        }
    }

    private mutating func digits(_ expected: StaticString) throws(WireError) {
        var end = position
        while end < count, byte(at: end) &- 0x30 < 10 { end += 1 }
        guard end > position else { throw unexpected(expected) }
        position = end
    }

    /// A string, its opening quote being next.
    mutating func string() throws(WireError) -> JSONText {
        position += 1
        let start = position
        var hasEscapes = false
        while true {
            skipPlain()
            switch next {
            case .quote:
                let text = slice(from: start)
                position += 1
                return JSONText(bytes: text, hasEscapes: hasEscapes)
            case .backslash:
                hasEscapes = true
                try escape()
            case 0x80...:
                try scalar()
            default:
                throw position < count
                    ? .notJSON("unescaped control character", at: position)
                    : .notJSON("unfinished string", at: position)
            }
        }
    }

    /// Skips ASCII that needs no thought, eight bytes at a time.
    @inline(__always)
    private mutating func skipPlain() {
        var end = position
        defer { position = end }
        while count - end >= 8 {
            let word = base.loadUnaligned(fromByteOffset: end, as: UInt64.self).littleEndian
            let found = (word.escapes | word) & UInt64.highBits
            if found != 0 {
                end += found.trailingZeroBitCount / 8
                return
            }
            end += 8
        }
        while end < count, byte(at: end) >= 0x20, byte(at: end) < 0x80, byte(at: end) != .quote,
            byte(at: end) != .backslash
        {
            end += 1
        }
    }

    private mutating func escape() throws(WireError) {
        position += 1
        switch next {
        case .quote, .backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            let start = position - 1
            let unit = try hexUnit()
            guard unit & 0xF800 == 0xD800 else { return }
            guard unit < 0xDC00, next == .backslash else { throw .notJSON("half of a surrogate pair", at: start) }
            position += 1
            guard next == UInt8(ascii: "u"), try hexUnit() & 0xFC00 == 0xDC00 else {
                throw .notJSON("half of a surrogate pair", at: start)
            }
        default:
            throw .notJSON("unknown escape", at: position)
        }
    }

    private mutating func hexUnit() throws(WireError) -> UInt16 {
        position += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = hexDigit(next) else { throw unexpected("four hexadecimal digits") }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    /// One scalar beyond ASCII: shortest form, no surrogates, at most U+10FFFF.
    private mutating func scalar() throws(WireError) {
        let lead = byte(at: position)
        let (more, second): (Int, ClosedRange<UInt8>) =
            switch lead {
            case 0xC2...0xDF: (1, 0x80...0xBF)
            case 0xE0: (2, 0xA0...0xBF)
            case 0xED: (2, 0x80...0x9F)
            case 0xE1...0xEF: (2, 0x80...0xBF)
            case 0xF0: (3, 0x90...0xBF)
            case 0xF1...0xF3: (3, 0x80...0xBF)
            case 0xF4: (3, 0x80...0x8F)
            default: throw .notJSON("invalid UTF-8", at: position)
            }
        guard count - position > more, second.contains(byte(at: position + 1)) else {
            throw .notJSON("invalid UTF-8", at: position)
        }
        for index in 1..<more where byte(at: position + index + 1) & 0xC0 != 0x80 {
            throw .notJSON("invalid UTF-8", at: position)
        }
        position += more + 1
    }
}

extension UInt64 {
    static var highBits: UInt64 { 0x8080_8080_8080_8080 }

    /// Of eight bytes of text, the high bit of each that a JSON string must escape: a quote, a backslash, below 0x20.
    ///
    /// The first one set (from the lowest byte) is exact, later ones may be carries.
    var escapes: UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = self ^ (ones &* 0x22)
        let backslashes = self ^ (ones &* 0x5C)
        let found =
            ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | ((self &- (ones &* 0x20)) & ~self)
        return found & Self.highBits
    }
}

func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
