import Foundation
import Testing

@testable import HistoricalImport

@Suite struct CSVFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func rows(_ bytes: [UInt8], block: Int = 64 * 1024, record: Int = 1 << 24) throws -> [[String]] {
        let file = try folder.file(bytes)
        let csv = try CSVFile(path: file, limits: CSVReader.Limits(block: block, record: record))
        let page = try csv.page(from: csv.firstRow, count: .max)
        #expect(page.isLast)
        #expect(page.next.offset == bytes.count)
        return [csv.columns.map(\.stringValue)] + page.rows.map(\.values)
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
            ("a\nx\ry\r", [["a"], ["x\ry\r"]]),
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
            ("a,,b\n", .unnamedColumn(2)),
            ("a,b,a\n", .duplicateColumn("a")),
            ("a\n\"x\ny\"\nu\"v\n", .strayQuote(line: 4)),
            ("a\n\"x\"y\n", .strayQuote(line: 2)),
            ("a\n\"x\"\ry\n", .strayQuote(line: 2)),
            ("a\nx\n\"y\nz\n", .openQuote(line: 3)),
        ]) func brokenTextIsNamed(text: String, expected: BadCSV) throws
    {
        for block in [1, 2, 64 * 1024] {
            #expect(throws: expected) { try rows(text, block: block) }
        }
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
