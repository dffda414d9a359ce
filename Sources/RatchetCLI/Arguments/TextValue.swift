/// A value that is written as text, in the same way in an argument, in the environment and in the configuration file.
protocol TextValue: Sendable {
    static var kind: ValueKind { get }

    /// Nil when the text is no such value.
    init?(text: String)
}

/// The kinds of values, in words.
struct ValueKind: Sendable, Equatable {
    /// In a usage line: `TIME`.
    let placeholder: String
    /// In an error: `must be …`.
    let words: String
    /// Whether nothing is a value.
    var isOptional = false

    /// What is wrong with a text that is no such value; nil is what the file calls nothing.
    func refusal(of text: String?, for name: String) -> String {
        "\(name) must be \(words), not \(text.map { "'\($0)'" } ?? "nothing")"
    }
}

extension String: TextValue {
    static var kind: ValueKind { ValueKind(placeholder: "TEXT", words: "a text that is not empty") }

    init?(text: String) {
        guard !text.isEmpty else { return nil }
        self = text
    }
}

extension Int: TextValue {
    static var kind: ValueKind { ValueKind(placeholder: "N", words: "a whole number from 1") }

    init?(text: String) {
        guard let number = Int(text), number >= 1 else { return nil }
        self = number
    }
}

extension Duration: TextValue {
    static var kind: ValueKind { ValueKind(placeholder: "TIME", words: "a time, such as 500ms, 10s, 5m, 2h or 7d") }

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    init?(text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text[digits.endIndex...]
        guard let number = Int64(digits), let factor = Self.units.first(where: { $0.name == unit })?.milliseconds
        else { return nil }
        let (milliseconds, overflows) = number.multipliedReportingOverflow(by: factor)
        guard !overflows, milliseconds > 0 else { return nil }
        self = .milliseconds(milliseconds)
    }

    /// As it is written, in the largest unit that takes it whole.
    var text: String {
        let milliseconds = Int64(self / .milliseconds(1))
        let unit = Self.units.last { milliseconds % $0.milliseconds == 0 } ?? Self.units[0]
        return "\(milliseconds / unit.milliseconds)\(unit.name)"
    }
}

extension Optional: TextValue where Wrapped: TextValue {
    static var kind: ValueKind {
        var kind = Wrapped.kind
        kind.isOptional = true
        return kind
    }

    init?(text: String) {
        guard let value = Wrapped(text: text) else { return nil }
        self = .some(value)
    }
}
