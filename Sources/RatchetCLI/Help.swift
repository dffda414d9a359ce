/// The text of `--help`, made from what commands declare.
struct Help {
    let program: String
    /// The width of the terminal.
    let width: Int

    func text(of node: CommandTree, words: [String]) -> String {
        let configuration = node.configuration
        var sections = [configuration.abstract]
        if !configuration.discussion.isEmpty { sections.append(wrapped(configuration.discussion, indent: 0)) }
        switch node {
        case .group(_, let members):
            sections.append("Usage: \(path(words)) COMMAND")
            sections.append(list("Commands", members.map { ($0.configuration.name, $0.configuration.abstract) }))
            sections.append("Run '\(path(words)) COMMAND --help' for more about a command.")
            if words.isEmpty { sections.append(list("Exit codes", ExitCode.documented)) }
        case .command(let type):
            let declarations = ArgumentDeclaration.all(of: type.init())
            sections.append(usage(declarations, words: words))
            let places = declarations.filter(\.isPositional)
            if !places.isEmpty { sections.append(list("Arguments", places.map { ($0.name, $0.help) })) }
            func options(_ section: ArgumentDeclaration.Section) -> [(name: String, words: String)] {
                declarations.filter { !$0.isPositional && $0.section == section }.map { ($0.synopsis, $0.help) }
            }
            let own = options(.command) + options(.common) + [("--help", "Shows this help")]
            let settings = options(.settings)
            // In one column, as far as the eye can tell.
            let column = Self.column((own + settings).map(\.name))
            sections.append(list("Options", own, column: column))
            sections.append(
                list("Settings, also from environment and file", settings, column: column)
            )
        }
        return sections.joined(separator: "\n\n")
    }

    /// One line on how to call a command.
    func usage(_ declarations: [ArgumentDeclaration], words: [String]) -> String {
        let places = declarations.filter(\.isPositional).map(\.synopsis)
        return (["Usage: \(path(words))"] + places + ["[OPTIONS]"]).joined(separator: " ")
    }

    func path(_ words: [String]) -> String {
        ([program] + words).joined(separator: " ")
    }

    private static func column(_ names: [String]) -> Int {
        min(names.map(\.count).max() ?? 0, 30) + 4
    }

    private func list(_ title: String, _ items: [(name: String, words: String)], column: Int? = nil) -> String {
        let column = column ?? Self.column(items.map(\.name))
        let lines = items.map { name, words in
            let start = "  \(name)"
            let text = wrapped(words, indent: column)
            guard start.count + 2 <= column else {
                return "\(start)\n\(String(repeating: " ", count: column))\(text)"
            }
            return start.padding(to: column) + text
        }
        return "\(title):\n" + lines.joined(separator: "\n")
    }

    /// Broken between words; lines after the first begin with `indent` spaces.
    private func wrapped(_ text: String, indent: Int) -> String {
        let room = max(30, min(width, 100) - indent)
        var lines = [""]
        for word in text.split(separator: " ") {
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if line.count + 1 + word.count <= room {
                lines[lines.count - 1] = "\(line) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }
}
