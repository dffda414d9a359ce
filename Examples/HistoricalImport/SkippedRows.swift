extension HistoricalImport {
    /// Rows so far.
    public struct Counts: Codable, Equatable, Sendable {
        /// Rows that were published.
        public var imported = 0
        /// Ragged rows that were left out.
        public var skipped = 0
        /// The lines of the first of them, ten at most; nil in what older versions have stored.
        public var skippedLines: [Int]?
    }
}

extension HistoricalImport.Counts {
    private static let namedLines = 10

    /// Counts a row that is left out.
    mutating func skip(line: Int) {
        skipped += 1
        guard (skippedLines ?? []).count < Self.namedLines else { return }
        skippedLines = (skippedLines ?? []) + [line]
    }

    /// As in `3 (lines 4, 9 and 1 more)`.
    var skippedInWords: String {
        guard let lines = skippedLines, !lines.isEmpty else { return "\(skipped)" }
        let named = lines.map(String.init).joined(separator: ", ")
        let others = skipped > lines.count ? " and \(skipped - lines.count) more" : ""
        return "\(skipped) (\(skipped == 1 ? "line" : "lines") \(named)\(others))"
    }
}
