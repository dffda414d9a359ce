import Testing

@testable import RatchetCLI

@Suite struct TableTests {
    static var table: Table {
        var table = Table(["ID", "WHAT"])
        table.add([Table.Cell("a"), Table.Cell("short", .bad)])
        table.add([Table.Cell("a longer one\nof two lines"), Table.Cell(nil)])
        return table
    }

    @Test func linesUpColumns() {
        let lines = Self.table.lines(for: TextStream { _ in })
        #expect(
            lines == [
                "ID                         WHAT",
                "a                          short",
                "a longer one of two lines  -",
            ]
        )
    }

    @Test func cutsTheWidestColumnOnATerminal() {
        let lines = Self.table.lines(for: TextStream(width: 20) { _ in })
        #expect(lines.allSatisfy { $0.count <= 20 })
        #expect(lines[2] == "a longer one…  -")
    }

    @Test func coloursOnlyWhereColoursAreSeen() {
        #expect(!Self.table.lines(for: TextStream(width: 80) { _ in }).joined().contains("\u{1B}"))
        let coloured = Self.table.lines(for: TextStream(width: 80, isColoured: true) { _ in })
        #expect(coloured[1].hasSuffix("\u{1B}[31mshort\u{1B}[0m"))
    }

    @Test func showsNoControlCharacters() {
        #expect(Table.Cell("a\u{1B}[31mb\tc").text == "a [31mb c")
    }
}
