import Foundation

/// One row of a file.
public struct CSVRow: Sendable {
    /// The line of the file where the row begins, from 1.
    public let line: Int
    /// The fields, as many as the row has.
    public let values: [String]
    let columns: [String]

    /// The row as an object by column name, in the order of the header.
    public var json: Data {
        var text = "{"
        for (column, value) in zip(columns, values) {
            if text.utf8.count > 1 { text += "," }
            Self.quote(column, into: &text)
            text += ":"
            Self.quote(value, into: &text)
        }
        return Data((text + "}").utf8)
    }

    private static func quote(_ value: String, into text: inout String) {
        text += "\""
        defer { text += "\"" }
        guard value.utf8.contains(where: Self.isEscaped) else {
            text += value
            return
        }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\0"..<" ": text += String(format: "\\u%04x", scalar.value)
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}
