/// Finds the record at the start of some bytes, by RFC 4180: no reading, only the decision.
///
/// Quoted fields may hold delimiters, line ends and doubled quotes.
struct CSVParser {
    /// Why there is no record.
    enum Stop: Error {
        /// The bytes end within it.
        case incomplete
        case strayQuote
        case openQuote
        case notText
        case nul
        /// A line ends in another way than the first one.
        case otherLineEnd
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private let bytes: ArraySlice<UInt8>
    private let format: CSVFormat
    private let isWhole: Bool
    private var position: Int
    /// In quotes; which of them end lines is known in the end.
    private var lineFeeds = 0
    private var carriageReturns = 0

    private init(_ bytes: ArraySlice<UInt8>, _ format: CSVFormat, isWhole: Bool) {
        self.bytes = bytes
        self.format = format
        self.isWhole = isWhole
        position = bytes.startIndex
    }

    /// The record that `bytes` begin with; `isWhole` says that no more bytes follow them.
    static func record(
        in bytes: ArraySlice<UInt8>,
        _ format: CSVFormat,
        isWhole: Bool
    ) throws(Stop) -> CSVRecord {
        var parser = Self(bytes, format, isWhole: isWhole)
        return try parser.record()
    }

    private mutating func record() throws(Stop) -> CSVRecord {
        var values = [try field()]
        while try byte(at: position) == format.delimiter.byte {
            position += 1
            values.append(try field())
        }
        let isBlank = position == bytes.startIndex
        let lineEnd = try takeLineEnd()
        let quoted = (lineEnd ?? format.lineEnd) == .carriageReturn ? carriageReturns : lineFeeds
        return CSVRecord(
            values: values,
            length: position - bytes.startIndex,
            lines: quoted + (lineEnd == nil ? 0 : 1),
            lineEnd: lineEnd,
            isBlank: isBlank
        )
    }

    private mutating func field() throws(Stop) -> String {
        try byte(at: position) == Self.quote ? try quotedField() : try plainField()
    }

    private mutating func plainField() throws(Stop) -> String {
        let start = position
        while let byte = try byte(at: position), byte != format.delimiter.byte, !Self.endsLine(byte) {
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
            if byte == Self.lineFeed { lineFeeds += 1 }
            if byte == Self.carriageReturn { carriageReturns += 1 }
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

    private mutating func takeLineEnd() throws(Stop) -> CSVFormat.LineEnd? {
        guard let byte = try byte(at: position) else { return nil }
        // Only a quoted field stops before anything else.
        guard Self.endsLine(byte) else { throw .strayQuote }
        let next = try byte == Self.carriageReturn ? self.byte(at: position + 1) : nil
        let isPair = next == Self.lineFeed
        let lineEnd: CSVFormat.LineEnd = byte == Self.lineFeed || isPair ? .lineFeed : .carriageReturn
        guard lineEnd == format.lineEnd ?? lineEnd else { throw .otherLineEnd }
        position += isPair ? 2 : 1
        return lineEnd
    }

    static func endsLine(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

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
