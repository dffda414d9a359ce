/// A command of the command line.
///
/// Its arguments are its properties: `@Argument`, `@Option`, `@Flag`, `@OptionGroup`.
protocol Command: Sendable {
    static var configuration: CommandConfiguration { get }

    init()

    /// Does it. Throws a ``CommandFailure`` or the error of whatever it used.
    func run(in session: Session) async throws
}

/// A command's name and words.
struct CommandConfiguration: Sendable {
    let name: String
    /// One line.
    let abstract: String
    /// More of it, for `--help`.
    let discussion: String

    init(_ name: String, abstract: String, discussion: String = "") {
        self.name = name
        self.abstract = abstract
        self.discussion = discussion
    }
}

/// The commands as the words that lead to them.
indirect enum CommandTree: Sendable {
    case command(any Command.Type)
    case group(CommandConfiguration, [CommandTree])

    var configuration: CommandConfiguration {
        switch self {
        case .command(let command): command.configuration
        case .group(let configuration, _): configuration
        }
    }
}
