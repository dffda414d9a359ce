/// How the bytes of a file are text.
enum TextEncoding {
    case utf8
    case utf16(isLittleEndian: Bool)

    /// Finds the encoding of a file.
    ///
    /// - Parameter head: What the file begins with, all of it if it is short.
    /// - Returns: The encoding, and the bytes of the byte order mark.
    /// - Throws: ``BadCSV/foreign(_:)`` when it begins like something else, or when the encoding is not certain.
    static func detect(_ head: [UInt8]) throws(BadCSV) -> (encoding: TextEncoding, mark: Int) {
        if let foreign = ForeignFile.allCases.first(where: { $0.signature.map(head.starts) ?? false }) {
            throw .foreign(foreign)
        }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if head.starts(with: [0xFF, 0xFE]) { return (.utf16(isLittleEndian: true), 2) }
        if head.starts(with: [0xFE, 0xFF]) { return (.utf16(isLittleEndian: false), 2) }
        guard head.contains(0) else { return (.utf8, 0) }
        for isLittleEndian in [true, false] where isUTF16(head, isLittleEndian) {
            return (.utf16(isLittleEndian: isLittleEndian), 0)
        }
        throw .foreign(.binary)
    }

    /// Whether these are certainly units of that order: at least half of them Latin, and none a control character but
    /// those of lines and tabs.
    private static func isUTF16(_ head: [UInt8], _ isLittleEndian: Bool) -> Bool {
        var latin = 0
        let units = head.count / 2
        for index in 0..<units {
            let (first, second) = (head[2 * index], head[2 * index + 1])
            let (high, low) = isLittleEndian ? (second, first) : (first, second)
            guard high == 0 else { continue }
            switch low {
            case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA0...0xFF: latin += 1
            default: return false
            }
        }
        return units > 0 && 2 * latin >= units
    }

    /// As others call it.
    var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16: "UTF-16"
        }
    }

    /// Characters begin at multiples of so many bytes.
    var unit: Int {
        switch self {
        case .utf8: 1
        case .utf16: 2
        }
    }

    /// What makes UTF-8 of it; nil where it is that.
    var transcoder: UTF16Transcoder? {
        switch self {
        case .utf8: nil
        case .utf16(let isLittleEndian): UTF16Transcoder(isLittleEndian: isLittleEndian)
        }
    }

    /// The bytes that this text takes in the file.
    func length(of text: ArraySlice<UInt8>) -> Int {
        switch self {
        case .utf8: text.count
        case .utf16:
            // A unit of two bytes for each scalar, and another one for those that take four bytes in UTF-8.
            text.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : $1 >= 0xF0 ? 4 : 2) }
        }
    }
}
