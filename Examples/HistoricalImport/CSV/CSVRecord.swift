/// One record of a file.
struct CSVRecord {
    let values: [String]
    /// Bytes, the line end included.
    let length: Int
    /// Line ends.
    let lines: Int
    /// How its line ends; nil at the end of the file.
    let lineEnd: CSVFormat.LineEnd?
    /// Whether there is nothing before the line end.
    let isBlank: Bool
}

/// How a file's text is divided.
struct CSVFormat {
    enum LineEnd {
        /// LF or CR LF.
        case lineFeed
        /// CR alone, as old Macs have it.
        case carriageReturn
    }

    var delimiter = CSVDelimiter.comma
    /// Nil until the first line has ended.
    var lineEnd: LineEnd?
}
