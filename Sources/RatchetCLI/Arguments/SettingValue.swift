import Ratchet

/// A value that a setting may have, which can also be shown.
protocol SettingValue: TextValue {
    /// As it is written; nil for nothing.
    var setting: String? { get }
}

extension String: SettingValue {
    var setting: String? { self }
}

extension Int: SettingValue {
    var setting: String? { String(self) }
}

extension Duration: SettingValue {
    var setting: String? { text }
}

extension LogLevel: SettingValue {
    static var kind: ValueKind {
        ValueKind(placeholder: "LEVEL", words: allCases.map(\.rawValue).joined(separator: ", "))
    }

    init?(text: String) { self.init(rawValue: text) }

    var setting: String? { rawValue }
}

extension Optional: SettingValue where Wrapped: SettingValue {
    var setting: String? { self?.setting }
}
