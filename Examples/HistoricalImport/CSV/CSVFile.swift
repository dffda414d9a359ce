import Foundation
import Synchronization

/// A CSV file that is read in pages, from wherever a cursor says.
///
/// It holds one page and a block of the file in memory, never the file. Blank lines are left out; a row of one column
/// that is empty is written as `""`.
public final class CSVFile: Sendable {
    /// A place between two records.
    public struct Cursor: Codable, Equatable, Sendable {
        /// Bytes before it.
        public var offset: Int
        /// The line that begins there, from 1.
        public var line: Int
    }

    /// Some rows in a row.
    public struct Page: Sendable {
        /// The rows, ragged ones included.
        public let rows: [CSVRow]
        /// The place after them.
        public let next: Cursor
        /// Whether the file ends there.
        public let isLast: Bool
    }

    /// Bytes of the file when it was opened.
    public let size: Int
    /// The place after the header.
    public let firstRow: Cursor
    let columns: [String]
    private let reader: Mutex<CSVReader>

    /// Opens a file and reads its header.
    ///
    /// - Parameters:
    ///   - path: Where the file is.
    ///   - delimiter: What stands between two fields; nil is a comma, or what the file's line `sep=` says.
    /// - Throws: ``FileUnavailable`` when there is no file to read, ``BadCSV`` when its header does not fit.
    public convenience init(path: String, delimiter: CSVDelimiter? = nil) throws {
        try self.init(path: path, delimiter: delimiter, limits: CSVReader.Limits())
    }

    init(path: String, delimiter: CSVDelimiter? = nil, limits: CSVReader.Limits) throws {
        var (reader, size) = try CSVReader.open(path, limits: limits)
        columns = try CSVHeader(from: &reader, delimiter: delimiter).columns
        self.size = size
        firstRow = reader.cursor
        self.reader = Mutex(reader)
    }

    /// Goes to `cursor`, without reading what is before it.
    ///
    /// Throws ``BadCSV/shortened(size:offset:)`` when the file is not the one that the cursor was made for.
    public func seek(to cursor: Cursor) throws {
        guard (0...size).contains(cursor.offset) else { throw BadCSV.shortened(size: size, offset: cursor.offset) }
        try reader.withLock { try $0.seek(to: cursor) }
    }

    /// The next `count` rows from `cursor` on, fewer at the end of the file.
    ///
    /// The same cursor gives the same rows.
    public func page(from cursor: Cursor, count: Int) throws -> Page {
        try reader.withLock { reader in
            try reader.seek(to: cursor)
            var rows: [CSVRow] = []
            while rows.count < count, let (line, values) = try reader.next() {
                rows.append(CSVRow(line: line, values: values, columns: columns))
            }
            return Page(rows: rows, next: reader.cursor, isLast: try reader.isAtEnd())
        }
    }
}
