import KafkaClient
import Ratchet
import RatchetKafka
import Testing

@testable import RatchetCLI

/// What commands end with, as far as no broker is needed.
@Suite struct ExitCodeTests {
    static let jobs = Jobs().adding { TestJob() }

    @Test(arguments: [
        (["jobs", "lst"], ExitCode.usage, "Did you mean 'list'?\n'acme jobs --help' tells how it is used."),
        (["jobs", "show"], .usage, "ID is missing"),
        (["trigger", "test-job", "--parameters", "[1]"], .usage, "the parameters do not suit test-job"),
        (["trigger", "test-job", "--parameters", #"{"count":"x"}"#], .usage, "'count' must be a whole number"),
        (["trigger", "other", "--parameters", "1"], .usage, "--parameters must be a JSON object"),
        (["trigger", "test-job", "--timeout", "1s"], .usage, "--timeout goes with --wait"),
        (["trigger", "test-job", "--id", "a b"], .usage, "an id is 1 to 128 characters"),
        (["jobs", "list", "--status", "runing"], .usage, "'runing' is no value for --status STATUS"),
        (["topics", "check", "--retention-finished-runs", "1d"], .configuration, "keep finished runs for more than"),
        (["topics", "check", "--kafka", "nonsense=1"], .configuration, "nonsense"),
    ]) func ofWhatIsWrongBeforeKafkaIsAsked(_ arguments: [String], _ code: ExitCode, _ words: String) async {
        let ending = await CLI(jobs: Self.jobs).run(
            arguments
                + ["--bootstrap", "localhost:1"].filter { _ in
                    arguments.count > 2
                }
        )
        #expect(ending.code == code)
        #expect(ending.err.contains(words), "\(ending.err)")
        #expect(ending.out.isEmpty)
    }

    @Test func anExecutorNeedsJobs() async {
        let ending = await CLI()("executor")
        #expect(ending.code == .fault)
        #expect(ending.err.contains("this program has no jobs"))
    }

    @Test func aJobOfAnotherProgramIsWarnedOf() async {
        let ending = await CLI(jobs: Self.jobs)("trigger", "test-jbo", "--id", "a b")
        #expect(ending.err.hasPrefix("warning: this program has no job 'test-jbo'. Did you mean 'test-job'?"))
    }

    @Test func errorsOfEveryKindHaveOne() {
        struct Odd: Error {}
        #expect(CommandLineTool.ending(KafkaError(.transport, "gone")).code == .kafka)
        #expect(CommandLineTool.ending(KafkaError(.configuration, "odd")).code == .configuration)
        #expect(CommandLineTool.ending(CommandFailure(.timedOut, "late")).code == .timedOut)
        #expect(CommandLineTool.ending(Odd()).code == .fault)
        let unknown = CommandLineTool.ending(KafkaError(.unknownTopic, "no topic"))
        #expect(unknown.message.contains("`topics apply` creates"))
    }

    @Test func numbersAreForLife() {
        let numbers = ExitCode.allCases.map(\.rawValue)
        #expect(numbers == [0, 1, 2, 64, 70, 75, 78])
    }
}
