import Testing

@testable import RatchetCLI

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("", "", 0), ("a", "", 1), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "xbc", 1),
        ("kitten", "sitting", 3),
    ]) func countsEdits(_ first: String, _ second: String, _ distance: Int) {
        #expect(UsageError.distance(first, second) == distance)
        #expect(UsageError.distance(second, first) == distance)
    }

    @Test func saysNothingWhenNoNameIsNear() {
        #expect(UsageError.suggestion(for: "zzzzzz", among: ["alpha", "beta"]).isEmpty)
        #expect(UsageError.suggestion(for: "x", among: []).isEmpty)
    }
}
