import Foundation
import Testing

@testable import HistoricalImport

@Suite struct TextEncodingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func file(_ bytes: [UInt8], block: Int = 64 * 1024) throws -> CSVFile {
        try CSVFile(path: try folder.file(bytes), limits: CSVReader.Limits(block: block))
    }

    @Test(arguments: WrittenText.allCases) func sameRowsAreReadFromEveryEncodingAndEveryCursor(
        written: WrittenText
    ) throws {
        let text = "name,größe\r\n\"Zoë, \u{1F600}\",3\r\n\r\nŁ一Ā,\"\"\"4\"\"\"\r\n"
        for block in [1, 2, 3, 5, 64 * 1024] {
            let csv = try file(written.bytes(text), block: block)
            #expect(csv.columns == ["name", "größe"])
            let rows = [["Zoë, \u{1F600}", "3"], ["Ł一Ā", "\"4\""]]
            var cursor = csv.firstRow
            for number in rows.indices {
                let other = try file(written.bytes(text), block: block)
                try other.seek(to: cursor)
                let rest = try other.page(from: cursor, count: .max)
                #expect(rest.rows.map(\.values) == Array(rows[number...]), "block \(block)")
                #expect(rest.rows.map(\.line) == Array([2, 4][number...]))
                #expect(rest.next.offset == other.size)
                cursor = try csv.page(from: cursor, count: 1).next
            }
        }
    }

    @Test(
        arguments: [
            ("a,b\n1,\0\n", ForeignFile.binary),
            ("a\0,b\0\n", .binary),
            ("a\0\0\0b\0\0\0\n\0\0\0", .binary),
            ("PK\u{3}\u{4}xl/workbook.xml", .zip),
        ]) func whatIsNoTextIsRefusedByWhatItLooksLike(text: String, expected: ForeignFile) throws
    {
        #expect(throws: BadCSV.foreign(expected)) { try file(Array(text.utf8)) }
    }

    @Test(
        arguments: [
            ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], ForeignFile.utf32LittleEndian),
            ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], .utf32BigEndian),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], .compoundDocument),
            ([0x1F, 0x8B, 0x08], .gzip),
            ([0x28, 0xB5, 0x2F, 0xFD], .zstandard),
            // "城市,温度\n": too few of its units are Latin to be sure.
            ([0xCE, 0x57, 0x02, 0x5E, 0x2C, 0, 0x29, 0x6E, 0xA6, 0x5E, 0x0A, 0], .binary),
        ] as [([UInt8], ForeignFile)]
    ) func bytesOfOtherFilesAreRefusedByWhatTheyLookLike(
        bytes: [UInt8],
        expected: ForeignFile
    ) throws {
        #expect(throws: BadCSV.foreign(expected)) { try file(bytes) }
    }

    @Test func refusalSaysWhatTheFileLooksLikeAndWhatToDo() {
        #expect("\(BadCSV.foreign(.gzip))" == "the file looks like a file of gzip: unpack it")
        for foreign in ForeignFile.allCases {
            #expect("\(BadCSV.foreign(foreign))".contains(": "), "\(foreign)")
        }
    }

    @Test func nulBehindTheHeadNamesItsLine() throws {
        let rows = (2...3000).map { "\($0)\n" }.joined()
        let csv = try file(Array("n\n\(rows)x\0\n".utf8))
        #expect(throws: BadCSV.nul(line: 3001)) { try csv.page(from: csv.firstRow, count: .max) }
    }

    @Test(arguments: [[0x3D, 0xD8, 0x0A, 0], [0x00, 0xDE, 0x0A, 0], [0x0A]] as [[UInt8]])
    func brokenUTF16NamesItsLine(bytes: [UInt8]) throws {
        for block in [1, 2, 64] {
            let csv = try file(WrittenText.utf16LittleEndianMarked.bytes("a\nx\n") + bytes, block: block)
            #expect(throws: BadCSV.notText("UTF-16", line: 3)) { try csv.page(from: csv.firstRow, count: .max) }
        }
    }

    @Test func cursorInsideACharacterIsRefused() throws {
        let csv = try file(WrittenText.utf16LittleEndian.bytes("a\nx\n"))
        #expect(throws: BadCSV.insideCharacter(offset: 3)) { try csv.seek(to: .init(offset: 3, line: 2)) }
    }
}
