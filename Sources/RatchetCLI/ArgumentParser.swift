/// Finds the command that arguments name and gives it the rest of them.
struct ArgumentParser {
    enum Result {
        case run(any Command)
        case help(CommandTree, words: [String])
    }

    /// What was wrong, and with which command.
    struct Failure: Error {
        let error: UsageError
        let words: [String]
    }

    let root: CommandTree

    /// `arguments` without the name of the program.
    ///
    /// `words` of what it gives are those that lead to what help is asked for.
    func parse(_ arguments: [String]) throws(Failure) -> Result {
        let isHelp = arguments.first == "help"
        var rest = isHelp ? arguments.dropFirst() : arguments[...]
        var node = root
        var words: [String] = []
        while case .group(_, let members) = node {
            guard let word = rest.first else {
                if isHelp || words.isEmpty { return .help(node, words: words) }
                throw Failure(error: Self.missing(members), words: words)
            }
            if Self.isHelp(word) { return .help(node, words: words) }
            guard let next = members.first(where: { $0.configuration.name == word }) else {
                throw Failure(error: Self.unknown(word, members), words: words)
            }
            node = next
            words.append(word)
            rest = rest.dropFirst()
        }
        guard case .command(let type) = node else { return .help(node, words: words) }
        let own = rest.prefix { $0 != "--" }
        if isHelp || own.contains(where: Self.isHelp) { return .help(node, words: words) }
        let command = type.init()
        do {
            try Self.fill(ArgumentDeclaration.all(of: command), with: rest)
        } catch let error as UsageError {
            throw Failure(error: error, words: words)
        } catch {
            throw Failure(error: UsageError("\(error)"), words: words)
        }
        return .run(command)
    }

    private static func isHelp(_ argument: String) -> Bool {
        argument == "--help" || argument == "-h"
    }

    private static func missing(_ members: [CommandTree]) -> UsageError {
        UsageError("a command is missing: \(members.map(\.configuration.name).joined(separator: ", "))")
    }

    private static func unknown(_ word: String, _ members: [CommandTree]) -> UsageError {
        let names = members.map(\.configuration.name)
        guard !word.hasPrefix("-") else {
            return UsageError("unknown option '\(word)': options go after the command")
        }
        return UsageError("unknown command '\(word)'.\(UsageError.suggestion(for: word, among: names))")
    }

    /// Gives each argument to the declaration that it belongs to.
    static func fill(_ declarations: [ArgumentDeclaration], with arguments: ArraySlice<String>) throws {
        var rest = arguments
        var places = declarations.filter(\.isPositional)[...]
        var areOptionsOver = false
        while let argument = rest.popFirst() {
            if argument == "--", !areOptionsOver {
                areOptionsOver = true
            } else if !areOptionsOver, argument.hasPrefix("-"), argument != "-" {
                try give(option: argument, &rest, declarations)
            } else {
                guard let place = places.popFirst() else { throw UsageError("unexpected argument '\(argument)'") }
                try place.accept(argument)
            }
        }
        if let place = places.first { throw UsageError("\(place.name) is missing: \(place.help)") }
    }

    private static func give(
        option argument: String,
        _ rest: inout ArraySlice<String>,
        _ declarations: [ArgumentDeclaration]
    ) throws {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = parts[0]
        guard let option = declarations.first(where: { $0.name == name && !$0.isPositional }) else {
            let names = declarations.filter { !$0.isPositional }.map(\.name)
            throw UsageError("unknown option '\(name)'.\(UsageError.suggestion(for: name, among: names))")
        }
        let value: String
        switch option.kind {
        case .flag:
            guard parts.count == 1 else { throw UsageError("'\(name)' takes no value") }
            value = ""
        case .option(let placeholder):
            value = try parts.count == 2 ? parts[1] : nextValue(&rest, of: name, placeholder)
        case .positional:
            return
        }
        try option.accept(value)
    }

    private static func nextValue(
        _ rest: inout ArraySlice<String>,
        of name: String,
        _ placeholder: String
    ) throws -> String {
        // What begins with a dash is an option, unless it is a number or stands for standard input.
        guard let next = rest.first, !next.hasPrefix("-") || next == "-" || Double(next) != nil else {
            throw UsageError("'\(name)' needs a value: \(name) \(placeholder)")
        }
        rest = rest.dropFirst()
        return next
    }
}
