import Foundation
import Testing

@testable import HistoricalImport

@Suite struct CSVFileTests {
    private static let semicolon = CSVDelimiter.others[0]
    private static let tab = CSVDelimiter.others[1]
    private static let bar = CSVDelimiter.others[2]

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func rows(_ bytes: [UInt8], block: Int = 64 * 1024, record: Int = 1 << 24) throws -> [[String]] {
        let file = try folder.file(bytes)
        let csv = try CSVFile(path: file, limits: CSVReader.Limits(block: block, record: record))
        let page = try csv.page(from: csv.firstRow, count: .max)
        #expect(page.isLast)
        #expect(page.next.offset == bytes.count)
        return [csv.columns] + page.rows.map(\.values)
    }

    private func rows(_ text: String, block: Int = 64 * 1024, record: Int = 1 << 24) throws -> [[String]] {
        try rows(Array(text.utf8), block: block, record: record)
    }

    @Test(
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
            ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
            ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
            ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
            ("a,b\n,\n", [["a", "b"], ["", ""]]),
            ("a,b\n1,", [["a", "b"], ["1", ""]]),
            ("a\n\"\"\n", [["a"], [""]]),
            ("a\n\n\r\nx\n\n", [["a"], ["x"]]),
            ("\n\na\nx\n", [["a"], ["x"]]),
            ("a\n\"x,\"\"y\"\"\r\nz\"\n", [["a"], ["x,\"y\"\r\nz"]]),
            ("a\n\"\"\"\"\n", [["a"], ["\""]]),
            ("a\n\"x\"", [["a"], ["x"]]),
            ("a\n\"x\ry\r\"\n", [["a"], ["x\ry\r"]]),
            ("id,name\r1,Anna\r2,Ben\r", [["id", "name"], ["1", "Anna"], ["2", "Ben"]]),
            ("id\r1\r\r2", [["id"], ["1"], ["2"]]),
            ("\r\rid\r\"1\n2\r3\"\r", [["id"], ["1\n2\r3"]]),
            ("sep=;\r\na;b\r\n1,5;2\r\n", [["a", "b"], ["1,5", "2"]]),
            ("SEP=,\na,b\n1,2\n", [["a", "b"], ["1", "2"]]),
            ("\n\"sep=|\"\n\na|b\n1|2", [["a", "b"], ["1", "2"]]),
            ("sep=\t\ra\tb\r1\t2\r", [["a", "b"], ["1", "2"]]),
            ("sep=xy\n1\n", [["sep=xy"], ["1"]]),
            ("a,b;c;d\n1,2\n", [["a", "b;c;d"], ["1", "2"]]),
            ("separator\n;\n", [["separator"], [";"]]),
            ("\"a;b\"\nx\n", [["a;b"], ["x"]]),
            ("a, b \n 1 ,é\u{1F600}\n", [["a", " b "], [" 1 ", "é\u{1F600}"]]),
            ("a", [["a"]]),
        ]) func textReadsByRFC4180WhateverTheBlocks(text: String, expected: [[String]]) throws
    {
        for block in [1, 2, 3, 5, 64 * 1024] { #expect(try rows(text, block: block) == expected) }
    }

    @Test(
        arguments: [
            ("", BadCSV.noHeader),
            ("\n\r\n", .noHeader),
            ("\u{FEFF}", .noHeader),
            ("sep=;\n", .noHeader),
            ("a,,b\n", .unnamedColumn(2, line: 1)),
            ("a,b,a\n", .duplicateColumn("a", line: 1)),
            ("\n\r\n\na,b,a\n", .duplicateColumn("a", line: 4)),
            ("\r\r\r\"\r\",,b\r", .unnamedColumn(2, line: 4)),
            ("sep=;\na;b;a\n", .duplicateColumn("a", line: 2)),
            ("a;b\n1;2\n", .otherDelimiter(semicolon, line: 1)),
            ("\n\"a\";b\n", .otherDelimiter(semicolon, line: 2)),
            ("\"a, b\";\"c\"\r", .otherDelimiter(semicolon, line: 1)),
            ("a\tb\n", .otherDelimiter(tab, line: 1)),
            ("a|b", .otherDelimiter(bar, line: 1)),
            ("sep=\nx\n", .badSeparator("", line: 1)),
            ("sep=\u{A7}\nx\n", .badSeparator("\u{A7}", line: 1)),
            ("\nsep=x\nx\n", .badSeparator("x", line: 2)),
            ("a\nx\ry\n", .mixedLineEnds(line: 2)),
            ("a\r\r\nx\r\r\n", .mixedLineEnds(line: 2)),
            ("a\rx\ny\r", .mixedLineEnds(line: 2)),
            ("a\r\"x\r\n\"\ry\r\n", .mixedLineEnds(line: 4)),
            ("a\n\"x\ny\"\nu\"v\n", .strayQuote(line: 4)),
            ("a\n\"x\"y\n", .strayQuote(line: 2)),
            ("a\n\"x\"\ry\n", .mixedLineEnds(line: 2)),
            ("a\nx\n\"y\nz\n", .openQuote(line: 3)),
        ]) func brokenTextIsNamed(text: String, expected: BadCSV) throws
    {
        for block in [1, 2, 64 * 1024] {
            #expect(throws: expected) { try rows(text, block: block) }
        }
    }

    @Test(arguments: [";", "\t", "|", ",", " ", "^"]) func delimiterThatIsGivenIsTaken(text: String) throws {
        let delimiter = try #require(CSVDelimiter(text))
        for first in ["", "sep=\(text)\n"] {
            let file = try folder.file("\(first)a\(text)b\n1\(text)\"2\(text)3\"\n")
            let csv = try CSVFile(path: file, delimiter: delimiter)
            #expect(csv.columns == ["a", "b"])
            #expect(try csv.page(from: csv.firstRow, count: 9).rows.map(\.values) == [["1", "2\(text)3"]])
        }
    }

    @Test func commaThatIsGivenAllowsOneColumnWithOthersInIt() throws {
        let csv = try CSVFile(path: try folder.file("a;b\nx;y\n"), delimiter: .comma)
        #expect(csv.columns == ["a;b"])
    }

    @Test func fileThatNamesAnotherDelimiterThanTheRunIsRefused() throws {
        let file = try folder.file("sep=;\na;b\n")
        let expected = BadCSV.twoDelimiters(Self.semicolon, given: Self.tab, line: 1)
        #expect(throws: expected) { try CSVFile(path: file, delimiter: Self.tab) }
    }

    @Test func otherDelimiterIsNamedWithTheParameter() {
        let words = "\(BadCSV.otherDelimiter(Self.tab, line: 1))"
        #expect(words.contains("tabs"))
        #expect(words.contains(#""delimiter": "\t""#))
    }

    @Test(arguments: [("a\r\"x\ry\"\rz\r", [2, 4]), ("a\n\"x\ry\n\"\nz\n", [2, 4])]) func linesCountAsTheyEnd(
        text: String,
        lines: [Int]
    ) throws {
        let csv = try CSVFile(path: try folder.file(text))
        #expect(try csv.page(from: csv.firstRow, count: 9).rows.map(\.line) == lines)
    }

    @Test(arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80]] as [[UInt8]]) func bytesThatAreNotUTF8NameTheirLine(
        bytes: [UInt8]
    ) throws {
        let before = Array("a\nx\n\"two\nlines\"\n".utf8)
        #expect(throws: BadCSV.notText("UTF-8", line: 5)) { try rows(before + bytes + Array("\n".utf8)) }
        #expect(throws: BadCSV.notText("UTF-8", line: 5)) {
            try rows(before + Array("\"\"\"".utf8) + bytes + Array("\"\n".utf8))
        }
    }

    @Test func recordOverItsLimitIsNamed() throws {
        let text = "a\nx\n\"" + String(repeating: "y", count: 300)
        #expect(throws: BadCSV.endlessRecord(line: 3, limit: 100)) { try rows(text, block: 10, record: 100) }
        #expect(try rows("a\n" + String(repeating: "y", count: 300), block: 10, record: 1000).count == 2)
    }

    @Test func whatIsBeforeTheCursorIsNotReadAgain() throws {
        let broken = "a\n\"x\"y\n"
        let file = try folder.file(broken + "z\n")
        let csv = try CSVFile(path: file)
        let cursor = CSVFile.Cursor(offset: broken.utf8.count, line: 3)
        let page = try csv.page(from: cursor, count: 10)
        #expect(page.rows.map(\.values) == [["z"]])
        #expect(page.rows.map(\.line) == [3])
    }

    @Test func cursorBehindTheEndOfTheFileIsRefused() throws {
        let csv = try CSVFile(path: try folder.file("a\nx\n"))
        #expect(throws: BadCSV.shortened(size: 4, offset: 5)) { try csv.seek(to: .init(offset: 5, line: 9)) }
        #expect(throws: Never.self) { try csv.seek(to: .init(offset: 4, line: 3)) }
    }

    @Test func samePageAgainGivesTheSameRows() throws {
        let file = try folder.file("a\n1\n2\n3\n4\n")
        let csv = try CSVFile(path: file)
        let first = try csv.page(from: csv.firstRow, count: 2)
        let second = try csv.page(from: first.next, count: 2)
        for _ in 0..<2 {
            #expect(try csv.page(from: first.next, count: 2).rows.map(\.values) == second.rows.map(\.values))
            #expect(try csv.page(from: csv.firstRow, count: 2).rows.map(\.values) == first.rows.map(\.values))
        }
        #expect(!first.isLast)
        #expect(second.isLast)
    }

    @Test func linkToAFileIsRead() throws {
        let file = try folder.file("a\nx\n")
        let link = file + ".link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        defer { try? FileManager.default.removeItem(atPath: link) }
        #expect(try CSVFile(path: link).size == 4)
    }
}
