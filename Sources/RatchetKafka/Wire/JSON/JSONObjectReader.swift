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
        scanner.skipSpace()
        if scanner.next == .closeBrace {
            scanner.position += 1
            try scanner.end()
            return nil
        }
        if !isFirst {
            guard scanner.next == .comma else { throw scanner.unexpected("`,` or `}`") }
            scanner.position += 1
        }
        isFirst = false
        let key = try scanner.key()
        return (key, try scanner.value())
    }
}

extension [UInt8] {
    /// Gives the bytes to a reader that points into them.
    func reading<T>(_ body: (UnsafeRawBufferPointer) throws(WireError) -> T) throws(WireError) -> T {
        try withUnsafeBufferPointer { buffer throws(WireError) in try body(UnsafeRawBufferPointer(buffer)) }
    }
}
