import Foundation

/// Reads records one after the other, a block of the file at a time.
struct CSVReader {
    /// Bytes read at once, and bytes that a record may have in UTF-8.
    struct Limits {
        var block = 64 * 1024
        var record = 16 * 1024 * 1024
    }

    /// Bytes that tell the encoding.
    private static let headSize = 4096

    /// What stands between two fields.
    var delimiter: CSVDelimiter {
        get { format.delimiter }
        set { format.delimiter = newValue }
    }

    /// Where the next record begins.
    private(set) var cursor = CSVFile.Cursor(offset: 0, line: 1)
    private let path: String
    private let handle: FileHandle
    private let limits: Limits
    private let encoding: TextEncoding
    private var format = CSVFormat()
    private var transcoder: UTF16Transcoder?
    /// Text of the file from the cursor on, in UTF-8, after `start` bytes that are read already.
    private var buffer: [UInt8] = []
    private var start = 0
    private var fileEnded = false

    /// The reader of a file, at its first record, and the file's size in bytes.
    static func open(_ path: String, limits: Limits) throws -> (reader: CSVReader, size: Int) {
        do {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            )
            guard attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? Int else {
                throw FileUnavailable(path: path, reason: "it is not a regular file")
            }
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            return (try CSVReader(path: path, handle: handle, limits: limits), size)
        } catch let error as FileUnavailable {
            throw error
        } catch let error as BadCSV {
            throw error
        } catch {
            throw FileUnavailable(path: path, reason: error.localizedDescription)
        }
    }

    private init(path: String, handle: FileHandle, limits: Limits) throws {
        self.path = path
        self.handle = handle
        self.limits = limits
        let head = try handle.read(upToCount: Self.headSize) ?? Data()
        let (encoding, mark) = try TextEncoding.detect(Array(head))
        self.encoding = encoding
        try go(to: CSVFile.Cursor(offset: mark, line: 1))
    }

    /// Goes to `cursor`; what was read ahead is kept when it is there already.
    mutating func seek(to cursor: CSVFile.Cursor) throws {
        guard cursor != self.cursor else { return }
        guard cursor.offset.isMultiple(of: encoding.unit) else { throw BadCSV.insideCharacter(offset: cursor.offset) }
        try go(to: cursor)
    }

    private mutating func go(to cursor: CSVFile.Cursor) throws {
        do {
            try handle.seek(toOffset: UInt64(cursor.offset))
        } catch {
            throw FileUnavailable(path: path, reason: error.localizedDescription)
        }
        self.cursor = cursor
        transcoder = encoding.transcoder
        buffer = []
        start = 0
        fileEnded = false
    }

    /// The next record that is no blank line, with the line where it begins; nil at the end of the file.
    mutating func next() throws -> (line: Int, values: [String])? {
        while try !isAtEnd() {
            let line = cursor.line
            let record = try peek()
            skip(record)
            if !record.isBlank { return (line, record.values) }
        }
        return nil
    }

    /// Goes to the next line that is not blank, or to the end of the file.
    mutating func skipBlankLines() throws {
        while try !isAtEnd(), CSVParser.endsLine(buffer[start]) { skip(try peek()) }
    }

    /// Up to `count` bytes of UTF-8 that come next, fewer at the end of the file.
    mutating func text(_ count: Int) throws -> ArraySlice<UInt8> {
        while buffer.count - start < count, !fileEnded { try readBlock() }
        return buffer[start...].prefix(count)
    }

    /// Goes behind a record that was peeked at.
    mutating func skip(_ record: CSVRecord) {
        format.lineEnd = format.lineEnd ?? record.lineEnd
        cursor.offset += encoding.length(of: buffer[start..<start + record.length])
        cursor.line += record.lines
        start += record.length
    }

    /// Whether there are no more bytes.
    mutating func isAtEnd() throws -> Bool {
        while start == buffer.count, !fileEnded { try readBlock() }
        return start == buffer.count
    }

    /// The next record, blank lines included; not to be asked for at the end of the file.
    mutating func peek() throws -> CSVRecord {
        while true {
            do {
                return try CSVParser.record(in: buffer[start...], format, isWhole: fileEnded)
            } catch .incomplete {
                guard buffer.count - start < limits.record else {
                    throw BadCSV.endlessRecord(line: cursor.line, limit: limits.record)
                }
                try readBlock()
            } catch .strayQuote {
                throw BadCSV.strayQuote(line: cursor.line)
            } catch .openQuote {
                throw BadCSV.openQuote(line: cursor.line)
            } catch .otherLineEnd {
                throw BadCSV.mixedLineEnds(line: cursor.line)
            } catch .notText {
                throw BadCSV.notText(encoding.name, line: cursor.line)
            } catch .nul {
                throw BadCSV.nul(line: cursor.line)
            }
        }
    }

    /// Reads on; twice as much for a record that is longer than what is there, so that it is not searched too often.
    private mutating func readBlock() throws {
        buffer.removeFirst(start)
        start = 0
        do {
            let block = try handle.read(upToCount: max(limits.block, buffer.count)) ?? Data()
            fileEnded = block.isEmpty
            if transcoder != nil {
                transcoder?.append(Array(block), to: &buffer)
            } else {
                buffer += block
            }
        } catch {
            throw FileUnavailable(path: path, reason: error.localizedDescription)
        }
    }
}
