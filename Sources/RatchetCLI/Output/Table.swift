/// Rows in columns as wide as what is in them; on a terminal no wider than that.
struct Table {
    struct Cell: Sendable {
        let text: String
        var style: TextStyle?

        init(_ text: String?, _ style: TextStyle? = nil) {
            // What is not there is a dash, so that columns can be told by their number.
            self.text = text.map(Self.inOneLine) ?? "-"
            self.style = style
        }

        private static func inOneLine(_ text: String) -> String {
            String(
                text.map {
                    $0.isNewline || $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0
                }
            )
        }
    }

    private let titles: [String]
    private var rows: [[Cell]] = []

    init(_ titles: [String]) {
        self.titles = titles
    }

    mutating func add(_ row: [Cell]) {
        rows.append(row)
    }

    /// The widths of the columns, so that later rows can be lined up with these.
    func widths(in width: Int?) -> [Int] {
        var widths = titles.map(\.count)
        for row in rows {
            for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.text.count) }
        }
        guard let width else { return widths }
        // The widest column gives way, until all fits or every column is narrow.
        var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
        while excess > 0, let column = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[column] > 8 {
            widths[column] -= 1
            excess -= 1
        }
        return widths
    }

    func lines(for stream: TextStream) -> [String] {
        lines(for: stream, widths: widths(in: stream.width))
    }

    func lines(for stream: TextStream, widths: [Int]) -> [String] {
        let title = Self.line(titles.map { Cell($0, .bold) }, widths, stream)
        return [title] + rows.map { Self.line($0, widths, stream) }
    }

    static func line(_ row: [Cell], _ widths: [Int], _ stream: TextStream) -> String {
        let cells = zip(row, widths).enumerated().map { column, pair -> String in
            let (cell, width) = pair
            // Without a terminal nothing is cut: whoever reads it may want it all.
            let text = stream.isTerminal ? cell.text.cut(to: width) : cell.text
            let styled = cell.style.map { stream.styled(text, $0) } ?? text
            let isLast = column == row.count - 1
            return isLast ? styled : styled + String(repeating: " ", count: max(0, width - text.count))
        }
        return cells.joined(separator: "  ")
    }
}

extension String {
    /// With an ellipsis at its end when it is longer.
    func cut(to width: Int) -> String {
        count <= width ? self : prefix(max(0, width - 1)) + "…"
    }

    /// With spaces at its end when it is shorter.
    func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
