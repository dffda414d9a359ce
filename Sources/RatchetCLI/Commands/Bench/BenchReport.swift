import Foundation

/// What all benches have in common on the command line.
enum BenchReport {
    /// The most bytes of a record's value.
    private static let mostBytes = 700_000

    /// Throws a ``UsageError`` for values that no executor could take.
    static func check(valueBytes: Int) throws {
        guard valueBytes <= mostBytes else { throw UsageError("--value-bytes must be at most \(mostBytes)") }
    }

    /// Writes a report as JSON: one line, or one for each figure.
    static func write(_ report: some Encodable, inOneLine: Bool, to out: TextStream) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = inOneLine ? [.sortedKeys] : [.sortedKeys, .prettyPrinted]
        out.line(String(decoding: try encoder.encode(report), as: UTF8.self))
    }
}
