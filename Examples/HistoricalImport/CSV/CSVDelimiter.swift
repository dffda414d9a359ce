/// What stands between two fields: one character of ASCII that is no letter, no digit, no quote and no line end.
public struct CSVDelimiter: Codable, Equatable, Sendable {
    static let comma = Self(byte: UInt8(ascii: ","))
    /// Those that a file may have instead.
    static let others = [";", "\t", "|"].compactMap(Self.init)

    let byte: UInt8

    private init(byte: UInt8) { self.byte = byte }

    /// Nil when the text is no delimiter.
    init?(_ text: some StringProtocol) {
        guard let byte = text.utf8.first, text.utf8.count == 1 else { return nil }
        switch byte {
        case 0, 0x0A, 0x0D, UInt8(ascii: "\""), 0x7F...: return nil
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return nil
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): return nil
        default: self.byte = byte
        }
    }

    /// Reads a string; throws a `DecodingError` when it is no delimiter.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let delimiter = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "it must be one character of ASCII, such as \";\" or \"\\t\", and no letter, digit, "
                    + "quote or line end"
            )
        }
        self = delimiter
    }

    /// Writes it as a string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(String(UnicodeScalar(byte)))
    }

    /// For people.
    var words: String {
        switch byte {
        case UInt8(ascii: ";"): "semicolons"
        case UInt8(ascii: "\t"): "tabs"
        case UInt8(ascii: "|"): "vertical bars"
        default: text
        }
    }

    /// As JSON has it: `";"`, `"\t"`.
    var text: String { byte == UInt8(ascii: "\t") ? #""\t""# : "\"\(UnicodeScalar(byte))\"" }
}
