/// The quick ways of records as Ratchet writes them: without white space, escapes in names, and fractions.
///
/// None of them throws: what they do not take is left to the careful ways.
extension JSONScanner {
    /// Goes past `"name"` if that is next.
    @inline(__always)
    mutating func skipMember(_ name: StaticString) -> Bool {
        let length = name.utf8CodeUnitCount
        guard count - position >= length + 2 else { return false }
        let start = base + position
        guard start.load(fromByteOffset: length + 1, as: UInt8.self) == .quote,
            start.load(as: UInt8.self) == .quote
        else { return false }
        for index in 0..<length where start.load(fromByteOffset: index + 1, as: UInt8.self) != name.utf8Start[index] {
            return false
        }
        position += length + 2
        return true
    }

    /// Goes past `,` if a quote comes next.
    @inline(__always)
    mutating func skipToName() -> Bool {
        guard count - position >= 2, byte(at: position) == .comma, byte(at: position + 1) == .quote else {
            return false
        }
        position += 1
        return true
    }

    /// Goes past the colon and white space around it.
    @inline(__always)
    mutating func skipColon() throws(WireError) {
        if next != .colon { skipSpace() }
        guard next == .colon else { throw unexpected("`:`") }
        position += 1
        if next <= 0x20 { skipSpace() }
    }

    /// Goes past a whole number of at most 18 digits, `lowest` at least, that a comma or a brace follows.
    @inline(__always)
    mutating func plainNumber(from lowest: Int) -> Int? {
        var end = position
        var number = 0
        while end < count {
            let digit = byte(at: end) &- 0x30
            guard digit < 10 else { break }
            number = number &* 10 &+ Int(digit)
            end += 1
        }
        let length = end - position
        guard length > 0, length <= 18, end < count, byte(at: end) == .comma || byte(at: end) == .closeBrace else {
            return nil
        }
        if number < lowest || (length > 1 && next == 0x30) { return nil }
        position = end
        return number
    }
}
