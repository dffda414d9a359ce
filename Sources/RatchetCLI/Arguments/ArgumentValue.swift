/// A value that can be read from one argument.
protocol ArgumentValue: Sendable {
    /// What `--help` calls such a value: `ID`.
    static var placeholder: String { get }

    /// What an error says it must be, if that needs words.
    static var words: String? { get }

    /// Nil when the text is no such value.
    init?(argument: String)
}

extension ArgumentValue {
    static var words: String? { nil }
}

extension String: ArgumentValue {
    static var placeholder: String { "TEXT" }

    init?(argument: String) { self = argument }
}

/// From 1: no argument counts less.
extension Int: ArgumentValue {
    static var placeholder: String { kind.placeholder }
    static var words: String? { kind.words }

    init?(argument: String) { self.init(setting: argument) }
}
