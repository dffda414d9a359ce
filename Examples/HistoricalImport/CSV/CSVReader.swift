import Foundation

/// Reads records one after the other, a block of the file at a time.
struct CSVReader {
    /// Bytes read at once, and bytes that a record may have.
    struct Limits {
        var block = 64 * 1024
        var record = 16 * 1024 * 1024
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Where the next record begins.
    private(set) var cursor = CSVFile.Cursor(offset: 0, line: 1)
    private let path: String
    private let handle: FileHandle
    private let limits: Limits
    /// Bytes of the file from the cursor on, after `start` bytes that are read already.
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
            var reader = CSVReader(path: path, handle: handle, limits: limits)
            try reader.skipByteOrderMark()
            return (reader, size)
        } catch let error as FileUnavailable {
            throw error
        } catch {
            throw FileUnavailable(path: path, reason: error.localizedDescription)
        }
    }

    private init(path: String, handle: FileHandle, limits: Limits) {
        self.path = path
        self.handle = handle
        self.limits = limits
    }

    private mutating func skipByteOrderMark() throws {
        while buffer.count < Self.byteOrderMark.count, !fileEnded { try readBlock() }
        guard buffer.starts(with: Self.byteOrderMark) else { return }
        start = Self.byteOrderMark.count
        cursor.offset = start
    }

    /// Goes to `cursor`; what was read ahead is kept when it is there already.
    mutating func seek(to cursor: CSVFile.Cursor) throws {
        guard cursor != self.cursor else { return }
        do {
            try handle.seek(toOffset: UInt64(cursor.offset))
        } catch {
            throw FileUnavailable(path: path, reason: error.localizedDescription)
        }
        self.cursor = cursor
        buffer = []
        start = 0
        fileEnded = false
    }

    /// The next record that is no blank line, with the line where it begins; nil at the end of the file.
    mutating func next() throws -> (line: Int, values: [String])? {
        while try !isAtEnd() {
            let record = try record()
            let line = cursor.line
            start += record.length
            cursor.offset += record.length
            cursor.line += record.lines
            if !record.isBlank { return (line, record.values) }
        }
        return nil
    }

    /// Whether there are no more bytes.
    mutating func isAtEnd() throws -> Bool {
        if start == buffer.count, !fileEnded { try readBlock() }
        return start == buffer.count
    }

    private mutating func record() throws -> CSVRecord {
        while true {
            do {
                return try CSVParser.record(in: buffer[start...], isWhole: fileEnded)
            } catch .incomplete {
                guard buffer.count - start < limits.record else {
                    throw BadCSV.endlessRecord(line: cursor.line, limit: limits.record)
                }
                try readBlock()
            } catch .strayQuote {
                throw BadCSV.strayQuote(line: cursor.line)
            } catch .openQuote {
                throw BadCSV.openQuote(line: cursor.line)
            } catch .notUTF8 {
                throw BadCSV.notUTF8(line: cursor.line)
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
            buffer += block
        } catch {
            throw FileUnavailable(path: path, reason: error.localizedDescription)
        }
    }
}
