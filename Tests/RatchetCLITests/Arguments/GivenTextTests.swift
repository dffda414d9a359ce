import Testing

@testable import RatchetCLI

/// Arguments and variables that are not UTF-8: refused by their place or name, never changed.
@Suite struct GivenTextTests {
    private let name = Array("m".utf8) + [0xFC] + Array("ller".utf8)

    private func given(_ arguments: [[UInt8]], _ environment: [[UInt8]] = []) -> GivenText {
        GivenText(arguments: arguments, environment: environment)
    }

    @Test(arguments: [
        (["trigger", "--tenant"], #"argument 3 (after --tenant) is not UTF-8: 'm\xFCller'"#),
        (["jobs", "show"], #"argument 3 is not UTF-8: 'm\xFCller'"#),
        ([], #"argument 1 is not UTF-8: 'm\xFCller'"#),
    ]) func argumentIsNamedByItsPlace(before: [String], words: String) {
        #expect(given(before.map { Array($0.utf8) } + [name]).unreadable == [words])
    }

    @Test func textsThatAreUTF8AreTaken() {
        let text = given([Array("é\u{1F600}".utf8)], [Array("A=b=é".utf8), Array("B=".utf8), Array("A=c".utf8)])
        #expect(text.unreadable.isEmpty)
        #expect(text.environment == ["A": "b=é", "B": ""])
    }

    @Test(arguments: ["RATCHET_PREFIX", "RATCHET_KAFKA_SASL_USERNAME", "RATCHET_SECRET_A", "KAFKA_BOOTSTRAP_SERVERS"])
    func variableOfRatchetIsNamedWithoutItsValue(variable: String) {
        let text = given([], [Array("\(variable)=".utf8) + name])
        #expect(text.unreadable == ["the environment variable \(variable) is not UTF-8"])
        #expect(text.environment.isEmpty)
    }

    @Test func variableOfOthersIsLeftOut() {
        let text = given([], [Array("LS_COLORS=".utf8) + name, Array("A=b".utf8)])
        #expect(text.unreadable.isEmpty)
        #expect(text.environment == ["A": "b"])
        #expect(text.unreadableVariables == ["LS_COLORS"])
    }

    @Test(arguments: UnwritableOutputTests.paths) func noCommandBeginsWithWhatIsNotUTF8(path: [String]) async {
        var cli = CLI()
        cli.unreadable = given([name]).unreadable
        let ending = await cli.run(path + ["--help"])
        #expect(ending.code == .usage)
        #expect(ending.err == "error: argument 1 is not UTF-8: 'm\\xFCller'\n")
        #expect(ending.out.isEmpty)
    }

    @Test(arguments: [("ACME_", true), ("OTHER_", false)]) func secretThatIsNotUTF8IsRefused(
        prefix: String,
        isRefused: Bool
    ) async {
        var cli = CLI(environment: ["RATCHET_SECRETS_ENVIRONMENT": prefix])
        cli.unreadableVariables = ["ACME_TOKEN"]
        let ending = await cli("topics", "check", "--kafka", "nonsense=1")
        #expect(ending.code == (isRefused ? .usage : .configuration))
        #expect(ending.err.contains("ACME_TOKEN is not UTF-8") == isRefused)
    }
}
