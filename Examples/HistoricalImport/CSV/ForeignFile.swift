/// What a file may be instead of CSV, by how it begins.
public enum ForeignFile: Sendable, Equatable, CaseIterable {
    /// Text in UTF-32.
    case utf32LittleEndian, utf32BigEndian
    /// A ZIP archive, as workbooks of spreadsheets are.
    case zip
    /// A workbook of old versions of Excel.
    case compoundDocument
    /// A compressed file.
    case gzip, zstandard
    /// Anything with NUL bytes.
    case binary

    /// The first bytes; nil where they do not tell.
    var signature: [UInt8]? {
        switch self {
        case .utf32LittleEndian: [0xFF, 0xFE, 0, 0]
        case .utf32BigEndian: [0, 0, 0xFE, 0xFF]
        case .zip: [0x50, 0x4B, 0x03, 0x04]
        case .compoundDocument: [0xD0, 0xCF, 0x11, 0xE0]
        case .gzip: [0x1F, 0x8B]
        case .zstandard: [0x28, 0xB5, 0x2F, 0xFD]
        case .binary: nil
        }
    }

    /// What it looks like and what to do.
    var words: String {
        switch self {
        case .utf32LittleEndian, .utf32BigEndian: "looks like UTF-32: convert it to UTF-8"
        case .zip: "looks like a workbook (.xlsx, .ods) or another ZIP archive: export the table as CSV, in UTF-8"
        case .compoundDocument: "looks like a workbook of Excel (.xls): export the table as CSV, in UTF-8"
        case .gzip: "looks like a file of gzip: unpack it"
        case .zstandard: "looks like a file of zstd: unpack it"
        case .binary:
            "has NUL bytes: it is UTF-16 without a byte order mark, or no text at all; convert it to UTF-8"
        }
    }
}
