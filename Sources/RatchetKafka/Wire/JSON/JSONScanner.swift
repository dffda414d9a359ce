/// Walks over JSON (RFC 8259), checking all of it, UTF-8 included, and building nothing.
///
/// It never recurses: containers are a word of bits, so that no input can exhaust the stack.
struct JSONScanner {
    static let depthLimit = 64

    /// Never read at `count` and beyond.
    let base: UnsafeRawPointer
    let count: Int
    var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        base = bytes.baseAddress ?? UnsafeRawPointer(("" as StaticString).utf8Start)
        count = bytes.count
    }

    /// The next value, whole.
    ///
    /// `depth` is how many containers it lies in, as far as they count.
    mutating func value(depth: Int = 0) throws(WireError) -> JSONSlice {
        skipSpace()
        let start = position
        switch next {
        case .quote:
            return .string(try string())
        case .openBrace:
            try skipContainer(outer: depth)
            return .object(slice(from: start))
        case .openBracket:
            try skipContainer(outer: depth)
            return .array(slice(from: start))
        case UInt8(ascii: "t"):
            try literal("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try literal("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try literal("null")
            return .null
        default:
            try number()
            return .number(slice(from: start))
        }
    }

    /// A member's name and its colon.
    mutating func key() throws(WireError) -> JSONText {
        skipSpace()
        guard next == .quote else { throw unexpected("a member's name") }
        let key = try string()
        skipSpace()
        guard next == .colon else { throw unexpected("`:`") }
        position += 1
        return key
    }

    /// Nothing but white space is left.
    mutating func end() throws(WireError) {
        skipSpace()
        guard position == count else { throw unexpected("the end") }
    }

    /// The byte at the position; 0, which is no part of JSON, at the end.
    var next: UInt8 {
        position < count ? byte(at: position) : 0
    }

    mutating func skipSpace() {
        while position < count {
            switch byte(at: position) {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    func unexpected(_ expected: StaticString) -> WireError {
        let found = position < count ? "something else" : "the end"
        return .notJSON("\(expected) expected, \(found) found", at: position)
    }

    func slice(from start: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + start, count: position - start)
    }

    func byte(at index: Int) -> UInt8 {
        base.load(fromByteOffset: index, as: UInt8.self)
    }

    private mutating func skipContainer(outer: Int) throws(WireError) {
        var depth = 0
        var objects: UInt64 = 0
        repeat {
            skipSpace()
            let opener = next
            if opener == .openBrace || opener == .openBracket {
                guard outer + depth < Self.depthLimit else { throw .notJSON("nested deeper than 64", at: position) }
                position += 1
                depth += 1
                objects = objects << 1 | (opener == .openBrace ? 1 : 0)
                skipSpace()
                if next != (opener == .openBrace ? .closeBrace : .closeBracket) {
                    if opener == .openBrace { _ = try key() }
                    continue
                }
            } else {
                _ = try value()
                skipSpace()
            }
            try closeContainers(&depth, &objects)
        } while depth > 0
    }

    /// After a value: closes what ends here, and stops before the next value.
    private mutating func closeContainers(_ depth: inout Int, _ objects: inout UInt64) throws(WireError) {
        while depth > 0 {
            let isObject = objects & 1 == 1
            switch next {
            case .comma:
                position += 1
                if isObject { _ = try key() }
                return
            case isObject ? .closeBrace : .closeBracket:
                position += 1
                depth -= 1
                objects >>= 1
                if depth > 0 { skipSpace() }
            default:
                throw unexpected(isObject ? "`,` or `}`" : "`,` or `]`")
            }
        }
    }
}

extension UInt8 {
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let openBrace = UInt8(ascii: "{")
    static let closeBrace = UInt8(ascii: "}")
    static let openBracket = UInt8(ascii: "[")
    static let closeBracket = UInt8(ascii: "]")
    static let colon = UInt8(ascii: ":")
    static let comma = UInt8(ascii: ",")
}
