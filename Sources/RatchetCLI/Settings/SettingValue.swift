import Ratchet

/// A value that a setting may have, written the same way in the file, in the environment and in a flag.
protocol SettingValue: Sendable {
    /// What `--help` and errors call such a value: `DURATION`.
    static var kind: SettingKind { get }

    /// Nil when the text is no such value.
    init?(setting: String)

    /// As the configuration file has it; nil for nothing.
    var setting: String? { get }
}

/// The kinds of values, in words.
struct SettingKind: Sendable, Equatable {
    /// In a usage line.
    let placeholder: String
    /// In an error: `must be …`.
    let words: String
    /// Whether nothing is a value.
    var isOptional = false
}

extension String: SettingValue {
    static var kind: SettingKind { SettingKind(placeholder: "TEXT", words: "a text that is not empty") }

    init?(setting: String) {
        guard !setting.isEmpty else { return nil }
        self = setting
    }

    var setting: String? { self }
}

extension Int: SettingValue {
    static var kind: SettingKind { SettingKind(placeholder: "N", words: "a whole number from 1") }

    init?(setting: String) {
        guard let number = Int(setting), number >= 1 else { return nil }
        self = number
    }

    var setting: String? { String(self) }
}

extension Duration: SettingValue {
    static var kind: SettingKind { SettingKind(placeholder: "TIME", words: "a time, such as 500ms, 10s, 5m, 2h or 7d") }

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    init?(setting: String) {
        let digits = setting.prefix { $0.isASCII && $0.isNumber }
        let unit = setting[digits.endIndex...]
        guard let number = Int64(digits), let factor = Self.units.first(where: { $0.name == unit })?.milliseconds
        else { return nil }
        let (milliseconds, overflows) = number.multipliedReportingOverflow(by: factor)
        guard !overflows, milliseconds > 0 else { return nil }
        self = .milliseconds(milliseconds)
    }

    var setting: String? {
        let milliseconds = self / .milliseconds(1)
        let unit = Self.units.last { milliseconds.truncatingRemainder(dividingBy: Double($0.milliseconds)) == 0 }
        guard let unit else { return "\(Int64(milliseconds))ms" }
        return "\(Int64(milliseconds) / unit.milliseconds)\(unit.name)"
    }
}

extension LogLevel: SettingValue {
    static var kind: SettingKind {
        SettingKind(placeholder: "LEVEL", words: allCases.map(\.rawValue).joined(separator: ", "))
    }

    init?(setting: String) { self.init(rawValue: setting) }

    var setting: String? { rawValue }
}

extension Optional: SettingValue where Wrapped: SettingValue {
    static var kind: SettingKind {
        var kind = Wrapped.kind
        kind.isOptional = true
        return kind
    }

    init?(setting: String) {
        guard let value = Wrapped(setting: setting) else { return nil }
        self = .some(value)
    }

    var setting: String? { self?.setting }
}
