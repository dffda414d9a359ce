/// A value that can be read from one argument.
protocol ArgumentValue: Sendable {
    /// What `--help` calls such a value: `ID`.
    static var placeholder: String { get }

    /// Nil when the text is no such value.
    init?(argument: String)
}

extension String: ArgumentValue {
    static var placeholder: String { "TEXT" }

    init?(argument: String) { self = argument }
}

extension Int: ArgumentValue {
    static var placeholder: String { "N" }

    init?(argument: String) { self.init(argument) }
}
