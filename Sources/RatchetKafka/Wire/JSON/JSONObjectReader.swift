import Ratchet

/// The members of one JSON object, one after another.
///
/// All of it is checked once `next()` has returned nil.
/// Of two members with one name the later one counts, if the reader overwrites what it kept.
struct JSONObjectReader {
    private var scanner: JSONScanner
    private var isFirst = true

    /// `bytes` hold one object and nothing else.
    init(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
        scanner = JSONScanner(bytes)
        scanner.skipSpace()
        guard scanner.next == .openBrace else { throw scanner.unexpected("a JSON object") }
        scanner.position += 1
    }

    mutating func next() throws(WireError) -> (key: JSONText, value: JSONSlice)? {
        guard let key = try nextKey() else { return nil }
        return (key, try value())
    }

    /// The next member's name, or nil; its value is to be read next.
    mutating func nextKey() throws(WireError) -> JSONText? {
        if let key = try scanner.member(isFirst: &isFirst) { return key }
        try scanner.end()
        return nil
    }

    mutating func value() throws(WireError) -> JSONSlice {
        try scanner.value()
    }

    /// The value as an object to be kept; nil when it is null.
    mutating func objectText(_ field: StaticString) throws(WireError) -> JSONObjectText? {
        try scanner.objectText(field)
    }
}

extension [UInt8] {
    /// Gives the bytes to a reader that points into them.
    func reading<T>(_ body: (UnsafeRawBufferPointer) throws(WireError) -> T) throws(WireError) -> T {
        try withUnsafeBufferPointer { buffer throws(WireError) in try body(UnsafeRawBufferPointer(buffer)) }
    }
}
