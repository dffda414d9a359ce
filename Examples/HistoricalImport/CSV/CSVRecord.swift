/// One record of a file.
struct CSVRecord {
    let values: [String]
    /// Bytes, the line end included.
    let length: Int
    /// Line ends.
    let lines: Int
    /// Whether there is nothing before the line end.
    let isBlank: Bool
}

/// Finds the record at the start of some bytes, by RFC 4180: no reading, only the decision.
///
/// Lines end with LF or CRLF, a lone CR is text. Quoted fields may hold commas, line ends and doubled quotes.
struct CSVParser {
    /// Why there is no record.
    enum Stop: Error {
        /// The bytes end within it.
        case incomplete
        case strayQuote
        case openQuote
        case notText
        case nul
    }

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private let bytes: ArraySlice<UInt8>
    private let isWhole: Bool
    private var position: Int
    private var lines = 0

    private init(_ bytes: ArraySlice<UInt8>, isWhole: Bool) {
        self.bytes = bytes
        self.isWhole = isWhole
        position = bytes.startIndex
    }

    /// The record that `bytes` begin with; `isWhole` says that no more bytes follow them.
    static func record(in bytes: ArraySlice<UInt8>, isWhole: Bool) throws(Stop) -> CSVRecord {
        var parser = Self(bytes, isWhole: isWhole)
        return try parser.record()
    }

    private mutating func record() throws(Stop) -> CSVRecord {
        var values = [try field()]
        while try byte(at: position) == Self.comma {
            position += 1
            values.append(try field())
        }
        let isBlank = position == bytes.startIndex
        try takeLineEnd()
        return CSVRecord(values: values, length: position - bytes.startIndex, lines: lines, isBlank: isBlank)
    }

    private mutating func field() throws(Stop) -> String {
        try byte(at: position) == Self.quote ? try quotedField() : try plainField()
    }

    private mutating func plainField() throws(Stop) -> String {
        let start = position
        while let byte = try byte(at: position), byte != Self.comma, try !isLineEnd(at: position) {
            guard byte != Self.quote else { throw .strayQuote }
            position += 1
        }
        return try text(bytes[start..<position])
    }

    private mutating func quotedField() throws(Stop) -> String {
        position += 1
        let start = position
        var hasDoubledQuotes = false
        while true {
            guard let byte = try byte(at: position) else { throw .openQuote }
            if byte == Self.lineFeed { lines += 1 }
            if byte == Self.quote {
                guard try self.byte(at: position + 1) == Self.quote else { break }
                hasDoubledQuotes = true
                position += 1
            }
            position += 1
        }
        let content = bytes[start..<position]
        position += 1
        return try hasDoubledQuotes ? text(Self.undoubled(content)) : text(content)
    }

    private mutating func takeLineEnd() throws(Stop) {
        guard let byte = try byte(at: position) else { return }
        // Only a quoted field stops before anything else.
        guard try isLineEnd(at: position) else { throw .strayQuote }
        position += byte == Self.carriageReturn ? 2 : 1
        lines += 1
    }

    private func isLineEnd(at index: Int) throws(Stop) -> Bool {
        switch try byte(at: index) {
        case Self.lineFeed: true
        case Self.carriageReturn: try byte(at: index + 1) == Self.lineFeed
        default: false
        }
    }

    /// The byte at `index`; nil when the file ends there.
    private func byte(at index: Int) throws(Stop) -> UInt8? {
        if index < bytes.endIndex { return bytes[index] }
        guard isWhole else { throw .incomplete }
        return nil
    }

    private func text(_ bytes: some Collection<UInt8>) throws(Stop) -> String {
        guard !bytes.contains(0) else { throw .nul }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        return text
    }

    private static func undoubled(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var isSecond = false
        for byte in text {
            isSecond = byte == quote && !isSecond
            if !isSecond { result.append(byte) }
        }
        return result
    }
}
