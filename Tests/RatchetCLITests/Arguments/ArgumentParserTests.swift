import Testing

@testable import RatchetCLI

@Suite struct ArgumentParserTests {
    /// One of each kind of argument.
    struct Sample: Command {
        static let configuration = CommandConfiguration("sample", abstract: "A sample.", discussion: "More of it.")

        @Argument("PLACE", help: "Where") var place
        @Option("NAME", help: "Who") var userName: String?
        @Option(help: "How many") var count = 3
        @Flag(help: "Really") var really
        @OptionGroup var shared = SharedOptions()

        func run(in session: Session) async throws {}
    }

    static let parser = ArgumentParser(
        root: .group(
            CommandConfiguration("acme", abstract: "All."),
            [
                .command(Sample.self),
                .group(CommandConfiguration("group", abstract: "Some."), [.command(TopicsCheck.self)]),
            ]
        )
    )

    static func sample(_ arguments: String...) throws -> Sample {
        guard case .run(let command) = try parser.parse(["sample"] + arguments) else {
            throw UsageError("not the sample")
        }
        return try #require(command as? Sample)
    }

    @Test func givesEachArgumentToItsProperty() throws {
        let sample = try Self.sample("--count", "5", "here", "--user-name=a=b", "--really", "--json")
        #expect(sample.place == "here")
        #expect(sample.userName == "a=b")
        #expect(sample.count == 5)
        #expect(sample.really)
        #expect(sample.shared.json)
    }

    @Test func leavesDefaultsWhereNothingIsGiven() throws {
        let sample = try Self.sample("here")
        #expect(sample.userName == nil)
        #expect(sample.count == 3)
        #expect(!sample.really)
    }

    @Test func parsesAnewEachTime() throws {
        #expect(try Self.sample("here", "--really", "--count", "9").really)
        let second = try Self.sample("there")
        #expect(!second.really)
        #expect(second.count == 3)
    }

    @Test func takesWhatFollowsTwoDashesAsItIs() throws {
        #expect(try Self.sample("--really", "--", "--help").place == "--help")
    }

    @Test func takesNegativeNumbersAsValues() throws {
        #expect(try Self.sample("here", "--user-name", "-5").userName == "-5")
    }

    @Test(arguments: [
        (["sample", "here", "--counts", "1"], "unknown option '--counts'. Did you mean '--count'?"),
        (["sample", "here", "--completely-different"], "unknown option '--completely-different'."),
        (["sample", "here", "--count"], "'--count' needs a value: --count N"),
        (["sample", "here", "--count", "--really"], "'--count' needs a value: --count N"),
        (["sample", "here", "--count", "x"], "--count must be a whole number from 1, not 'x'"),
        (["sample", "here", "--really=yes"], "'--really' takes no value"),
        (["sample", "here", "there"], "unexpected argument 'there'"),
        (["sample"], "PLACE is missing: Where"),
        (["smaple"], "unknown command 'smaple'. Did you mean 'sample'?"),
        (["--json"], "unknown option '--json': options go after the command"),
        (["group"], "a command is missing: check"),
        (["group", "chekc"], "unknown command 'chekc'. Did you mean 'check'?"),
        (["sample", "here", "--log-level", "loud"], "--log-level must be trace, debug, info"),
    ]) func tellsWhatIsWrong(_ arguments: [String], _ words: String) throws {
        do {
            _ = try Self.parser.parse(arguments)
            Issue.record("was parsed: \(arguments)")
        } catch {
            #expect(error.error.description.hasPrefix(words))
        }
    }

    @Test(arguments: [
        ([], []), (["--help"], []), (["help"], []), (["help", "sample"], ["sample"]), (["sample", "-h"], ["sample"]),
        (["sample", "--count", "x", "--help"], ["sample"]), (["group", "--help"], ["group"]),
        (["group", "check", "--help"], ["group", "check"]),
    ]) func helpsWithWhatIsNamed(_ arguments: [String], _ words: [String]) throws {
        guard case .help(_, let named) = try Self.parser.parse(arguments) else {
            Issue.record("no help: \(arguments)")
            return
        }
        #expect(named == words)
    }
}
