import CYAML

/// A YAML document as it is written, with the line of each part.
///
/// No anchors, no aliases, no tags: a configuration needs none.
struct YAML: Sendable {
    enum Value: Sendable {
        /// Nothing, `null` or `~`, not in quotes.
        case null
        /// As it is written, without its quotes.
        case scalar(String)
        case sequence([YAML])
        /// In the order of the file; no name twice.
        case mapping([(name: String, line: Int, value: YAML)])
    }

    /// What is wrong with a document, and in which line.
    struct Malformed: Error {
        let line: Int
        let message: String
    }

    let value: Value
    /// From 1.
    let line: Int

    /// Reads one document; nil when there is nothing in it.
    static func parse(_ text: String) throws(Malformed) -> YAML? {
        var parser = YAMLEvents(text)
        var event = try parser.next()
        while event.kind == .streamStart { event = try parser.next() }
        guard event.kind == .documentStart else { return nil }
        let root = try node(of: try parser.next(), &parser, depth: 0)
        event = try parser.next()
        while event.kind == .documentEnd { event = try parser.next() }
        guard event.kind == .streamEnd else {
            throw Malformed(line: event.line, message: "there is a second document: only one is allowed")
        }
        return root
    }

    private static func node(
        of event: YAMLEvents.Event,
        _ parser: inout YAMLEvents,
        depth: Int
    ) throws(Malformed) -> YAML {
        guard depth < 20 else { throw Malformed(line: event.line, message: "nested too deeply") }
        switch event.kind {
        case .scalar(let text, isPlain: true) where ["", "~", "null"].contains(text):
            return YAML(value: .null, line: event.line)
        case .scalar(let text, _):
            return YAML(value: .scalar(text), line: event.line)
        case .sequenceStart:
            var items: [YAML] = []
            var next = try parser.next()
            while next.kind != .sequenceEnd {
                items.append(try node(of: next, &parser, depth: depth + 1))
                next = try parser.next()
            }
            return YAML(value: .sequence(items), line: event.line)
        case .mappingStart:
            return YAML(value: .mapping(try members(&parser, depth: depth)), line: event.line)
        case .alias:
            throw Malformed(line: event.line, message: "aliases are not supported: write the value out")
        default:
            throw Malformed(line: event.line, message: "a value is missing")
        }
    }

    private static func members(
        _ parser: inout YAMLEvents,
        depth: Int
    ) throws(Malformed) -> [(name: String, line: Int, value: YAML)] {
        var members: [(name: String, line: Int, value: YAML)] = []
        var next = try parser.next()
        while next.kind != .mappingEnd {
            guard case .scalar(let name, _) = next.kind else {
                throw Malformed(line: next.line, message: "a name must be a plain word")
            }
            if let first = members.first(where: { $0.name == name }) {
                throw Malformed(line: next.line, message: "'\(name)' is here and in line \(first.line): remove one")
            }
            let value = try node(of: try parser.next(), &parser, depth: depth + 1)
            members.append((name: name, line: next.line, value: value))
            next = try parser.next()
        }
        return members
    }
}
