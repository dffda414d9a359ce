/// The line that names a file's columns, and what may stand before it: blank lines, and `sep=;` as spreadsheets have it.
struct CSVHeader {
    let columns: [String]

    /// Reads the header, and tells the reader the delimiter.
    ///
    /// - Parameters:
    ///   - reader: At the beginning of its file.
    ///   - given: The delimiter, if somebody has said what it is.
    /// - Throws: ``BadCSV``; ``FileUnavailable``.
    init(from reader: inout CSVReader, delimiter given: CSVDelimiter?) throws {
        try reader.skipBlankLines()
        if let named = try Self.takeSeparator(&reader, given) {
            reader.delimiter = named
        } else if let given {
            reader.delimiter = given
        } else if let other = try Self.otherDelimiter(&reader) {
            throw BadCSV.otherDelimiter(other, line: reader.cursor.line)
        }
        guard let (line, names) = try reader.next() else { throw BadCSV.noHeader }
        var seen: Set<String> = []
        for (index, name) in names.enumerated() {
            if name.isEmpty { throw BadCSV.unnamedColumn(index + 1, line: line) }
            if !seen.insert(name).inserted { throw BadCSV.duplicateColumn(name, line: line) }
        }
        columns = names
    }

    /// The delimiter of a line `sep=;`, which is skipped; nil if there is none.
    private static func takeSeparator(_ reader: inout CSVReader, _ given: CSVDelimiter?) throws -> CSVDelimiter? {
        let start = String(decoding: try reader.text(16), as: UTF8.self)
        guard
            let match = start.firstMatch(
                of: #/^("?)(?i:sep)=([^\r\n]?)\1(?:[\r\n]|$)/#.matchingSemantics(.unicodeScalar)
            )
        else { return nil }
        let line = reader.cursor.line
        guard let delimiter = CSVDelimiter(match.2) else { throw BadCSV.badSeparator(String(match.2), line: line) }
        guard given == nil || given == delimiter else {
            throw BadCSV.twoDelimiters(delimiter, given: given ?? delimiter, line: line)
        }
        reader.skip(try reader.peek())
        return delimiter
    }

    /// Whether the header is several columns with another delimiter, while with commas it is one or none.
    private static func otherDelimiter(_ reader: inout CSVReader) throws -> CSVDelimiter? {
        func columns(_ delimiter: CSVDelimiter) throws -> Int {
            guard try !reader.isAtEnd() else { return 0 }
            reader.delimiter = delimiter
            defer { reader.delimiter = .comma }
            do {
                return try reader.peek().values.count
            } catch is BadCSV {
                return 0
            }
        }
        guard try columns(.comma) < 2 else { return nil }
        return try CSVDelimiter.others.first { try columns($0) > 1 }
    }
}
