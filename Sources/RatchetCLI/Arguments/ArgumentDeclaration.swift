/// One argument that a command takes, and where what was given goes.
struct ArgumentDeclaration: Sendable {
    enum Kind: Sendable, Equatable {
        case flag
        case option(placeholder: String)
        /// Told by its place; it must be given.
        case positional
    }

    /// Where `--help` lists an option.
    enum Section: Sendable {
        /// Belongs to this command only.
        case command
        /// Several commands have it.
        case common
        /// It is also a setting.
        case settings
    }

    let kind: Kind
    var section = Section.command
    /// An option as it is written, `--tenant`; a positional argument as `--help` calls it, `JOB`.
    let name: String
    let help: String
    /// Keeps what was given; a flag is given an empty text.
    ///
    /// Throws a ``UsageError`` when the text is no value of the argument's type.
    let accept: @Sendable (String) throws -> Void

    /// As in a usage line or a list of options: `--tenant TEXT`.
    var synopsis: String {
        switch kind {
        case .flag: name
        case .option(let placeholder): "\(name) \(placeholder)"
        case .positional: name
        }
    }

    var isPositional: Bool { kind == .positional }
}

/// A property that declares arguments of its command.
protocol DeclaresArguments {
    /// `property` is the name of the property, from which that of the argument is made.
    func declarations(property: String) -> [ArgumentDeclaration]
}

extension ArgumentDeclaration {
    /// All arguments of a command or of a group of options, in the order of their properties.
    static func all(of declaring: Any) -> [ArgumentDeclaration] {
        Mirror(reflecting: declaring).children.flatMap { label, value -> [ArgumentDeclaration] in
            // A property wrapper is stored under the property's name with an underscore before it.
            guard let label, let argument = value as? any DeclaresArguments else { return [] }
            return argument.declarations(property: String(label.drop { $0 == "_" }))
        }
    }
}

extension String {
    /// `finishedRuns` as `finished-runs`.
    var kebab: String { separatedWords(by: "-") }

    /// Words of a name in camel case, in lower case, put together again.
    func separatedWords(by separator: String) -> String {
        reduce(into: "") { result, character in
            if character.isUppercase { result += separator }
            result += character.lowercased()
        }
    }
}
