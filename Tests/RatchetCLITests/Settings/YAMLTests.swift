import Testing

@testable import RatchetCLI

@Suite struct YAMLTests {
    static func members(_ text: String) throws -> [(name: String, line: Int, value: YAML)] {
        let root = try #require(try YAML.parse(text))
        guard case .mapping(let members) = root.value else { throw UsageError("no mapping") }
        return members
    }

    @Test func knowsTheLineOfEachName() throws {
        let members = try Self.members("# one\na: 1\n\nb:\n  c: 2\n")
        #expect(members.map(\.name) == ["a", "b"])
        #expect(members.map(\.line) == [2, 4])
    }

    @Test func tellsNothingFromAnEmptyText() throws {
        let members = try Self.members("a:\nb: ''\nc: null\nd: 'null'\ne: ~")
        let kinds = members.map { member in
            switch member.value.value {
            case .null: "null"
            case .scalar(let text): "'\(text)'"
            case .sequence, .mapping: "other"
            }
        }
        #expect(kinds == ["null", "''", "null", "'null'", "null"])
    }

    @Test(arguments: ["", "\n\n", "# nothing\n"]) func findsNothingInAnEmptyDocument(_ text: String) throws {
        let root = try YAML.parse(text)
        #expect(root.map { _ in true } == nil)
    }

    @Test(arguments: [
        ("a: 1\na: 2", 2, "'a' is here and in line 1: remove one"),
        ("a: &x 1\nb: *x", 2, "aliases are not supported"),
        ("a: [1, 2", 1, ""),
        ("a: 1\n b: 2", 2, ""),
        ("a: \"x", 1, ""),
        ("? [a]\n: b", 1, "a name must be a plain word"),
        ("a: 1\n---\nb: 2", 2, "there is a second document"),
        ("a: \u{1}", 1, "control characters are not allowed"),
    ]) func saysWhatIsWrongAndWhere(_ text: String, _ line: Int, _ words: String) {
        do {
            _ = try YAML.parse(text)
            Issue.record("was parsed: \(text)")
        } catch {
            #expect(error.line >= line && error.line <= line + 1)
            #expect(error.message.hasPrefix(words))
        }
    }

    @Test func refusesToNestWithoutEnd() {
        #expect(throws: YAML.Malformed.self) { try YAML.parse(String(repeating: "[", count: 500)) }
    }
}
