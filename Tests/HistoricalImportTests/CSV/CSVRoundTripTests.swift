import Foundation
import Testing

@testable import HistoricalImport

/// Random files, written here and read back from every place where a run may go on.
@Suite struct CSVRoundTripTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let pieces = ["a", "b1", " ", ",", "\"", "\n", "\r\n", "\r", "é", "\u{1F600}", "x", ";", "\t"]

    @Test(arguments: seeds) func whatIsWrittenIsReadFromEveryCursor(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let columns = Int.random(in: 1...4, using: &random)
        let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
        let lastOfLineEnd = lineEnd == "\r" ? UInt8(ascii: "\r") : UInt8(ascii: "\n")
        let delimiter = [",", ";", "\t"].randomElement(using: &random) ?? ","
        let written = WrittenText.allCases.randomElement(using: &random) ?? .utf8
        var text = (0..<columns).map { "c\($0)" }.joined(separator: delimiter) + lineEnd
        var expected: [(line: Int, values: [String])] = []
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            let values = (0..<columns).map { _ in Self.value(&random) }
            expected.append((1 + text.utf8.count { $0 == lastOfLineEnd }, values))
            text += values.map { Self.written($0, alone: columns == 1, &random) }.joined(separator: delimiter) + lineEnd
            if Int.random(in: 0..<8, using: &random) == 0 { text += lineEnd }
        }
        if !expected.isEmpty, text.hasSuffix(lineEnd), Bool.random(using: &random) { text.removeLast() }

        let file = try folder.file(written.bytes(text))
        let limits = CSVReader.Limits(block: Int.random(in: 1...40, using: &random), record: 1 << 20)
        var cursor = try CSVFile(path: file, delimiter: CSVDelimiter(delimiter), limits: limits).firstRow
        for start in 0...expected.count {
            let csv = try CSVFile(path: file, delimiter: CSVDelimiter(delimiter), limits: limits)
            try csv.seek(to: cursor)
            let rest = try csv.page(from: cursor, count: .max)
            #expect(rest.rows.map(\.values) == expected[start...].map(\.values), "seed \(seed), from row \(start)")
            #expect(rest.rows.map(\.line) == expected[start...].map(\.line), "seed \(seed), from row \(start)")
            #expect(rest.isLast)
            cursor = try csv.page(from: cursor, count: 1).next
        }
    }

    /// 200 seeds; `CSV_SEED` gives one again.
    private static var seeds: [UInt64] {
        if let given = ProcessInfo.processInfo.environment["CSV_SEED"].flatMap(UInt64.init) { return [given] }
        return Array(1...200)
    }

    private static func value(_ random: inout SeededRandom) -> String {
        (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    private static func written(_ value: String, alone: Bool, _ random: inout SeededRandom) -> String {
        let needsQuotes = value.utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") || $0 == 9 || $0 == UInt8(ascii: "\"") || $0 == 10
                || $0 == 13
        }
        guard needsQuotes || (alone && value.isEmpty) || Int.random(in: 0..<4, using: &random) == 0 else {
            return value
        }
        return "\"" + value.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}

/// Random numbers that a seed gives again (SplitMix64).
private struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
