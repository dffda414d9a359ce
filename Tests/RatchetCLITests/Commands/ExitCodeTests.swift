import KafkaClient
import Ratchet
import RatchetKafka
import RatchetThreads
import Testing

@testable import RatchetCLI

/// What commands end with, as far as no broker is needed.
@Suite struct ExitCodeTests {
    static let jobs = Jobs().adding { TestJob() }

    @Test(arguments: [
        (["jobs", "lst"], ExitCode.usage, "Did you mean 'list'?\nRun 'acme jobs --help' for help."),
        (["jobs", "show"], .usage, "ID is missing"),
        (["trigger", "test-job", "--parameters", "[1]"], .usage, "`parameters` must be a JSON object, not an array"),
        (["trigger", "test-job", "--parameters", "null"], .usage, "`parameters` must be a JSON object, not null"),
        (
            ["trigger", "test-job", "--parameters", "{count:1}"], .usage,
            "`parameters`: not JSON: a member's name expected"
        ),
        (
            ["trigger", "other", "--parameters", #"{},"tenant":"a""#], .usage,
            "`parameters`: not JSON: the end expected"
        ),
        (["trigger", "test-job", "--parameters", #"{"count":"x"}"#], .usage, "'count' must be a whole number"),
        (["trigger", "other", "--parameters", "1"], .usage, "`parameters` must be a JSON object, not a number"),
        (["trigger", "test-job", "--timeout", "1s"], .usage, "--timeout goes with --wait"),
        (["trigger", "test-job", "--id", "a b"], .usage, "`id` must be 1 to 128 characters"),
        (["trigger", "test-job", "--tenant", ""], .usage, "--tenant must be a text that is not empty, not ''"),
        (["trigger", "test-job", "--tenant", "a\u{7}", "--wait"], .usage, "`tenant` must be 1 to 128 bytes"),
        (["trigger", "other", "--tenant", String(repeating: "a", count: 129)], .usage, "`tenant` must be 1 to 128"),
        (["dev", "--parameters", "{}"], .usage, "--parameters goes with --trigger"),
        (["dev", "--trigger", "test-jbo"], .usage, "this program has no job 'test-jbo'. Did you mean 'test-job'?"),
        (
            ["dev", "--trigger", "test-job", "--parameters", #"{"count":"x"}"#], .usage,
            "'count' must be a whole number"
        ),
        (["jobs", "terminate", "a|b", "--no-wait"], .usage, "'a|b' is not the jobId of a run"),
        (["jobs", "list", "--limit", "-1"], .usage, "--limit must be a whole number from 1, not '-1'"),
        (["bench", "chain", "--jobs", "-5"], .usage, "--jobs must be a whole number from 1, not '-5'"),
        (["bench", "chain", "--steps", "0"], .usage, "--steps must be a whole number from 1, not '0'"),
        (["bench", "chain", "--partitions", "0"], .usage, "--partitions must be a whole number from 1"),
        (["bench", "chain", "--partitions", "10001"], .usage, "the number of partitions must be 1 to 10000"),
        (["bench", "chain", "--value-bytes", "-1"], .usage, "--value-bytes must be a whole number from 1"),
        (["bench", "chain", "--value-bytes", "2000000"], .usage, "--value-bytes must be at most 700000"),
        (["bench", "opening", "--runs", "0"], .usage, "--runs must be a whole number from 1, not '0'"),
        (["bench", "opening", "--runs", "1000000001"], .usage, "--runs must be at most 1000000000"),
        (["bench", "opening", "--value-bytes", "2000000"], .usage, "--value-bytes must be at most 700000"),
        (["bench", "chain", "--slots", "0"], .usage, "--slots must be a whole number from 1, not '0'"),
        (
            ["bench", "chain", "--jobs", "9223372036854775807", "--steps", "2"], .usage,
            "--jobs times --steps must be at most 100000000"
        ),
        (["jobs", "list", "--status", "runing"], .usage, "--status must be one or more of pending, "),
        (["jobs", "list", "--status", ""], .usage, "with commas between them, not ''"),
        (["jobs", "show", ""], .usage, "ID must not be empty"),
        (["jobs", "list", "--kafka", "security.protocol"], .usage, "--kafka must be NAME=VALUE"),
        (["topics", "check", "--retention-finished-runs", "1d"], .configuration, "keep finished runs for more than"),
        (["audit", "--output", "a,,b"], .usage, "--output must be names of topics, with commas between them"),
        (["audit", "--output", "ratchet.steps"], .usage, "not for Ratchet's own ratchet.steps"),
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
        let ending = await CLI(jobs: Self.jobs)("trigger", "test-jbo", "--kafka", "nonsense=1")
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
        let gone = CommandLineTool.ending(KafkaError(.transport, "gone"))
        #expect(gone.message.hasSuffix("(--bootstrap names the brokers)"))
    }

    @Test func numbersAreForLife() {
        let numbers = ExitCode.allCases.map(\.rawValue)
        #expect(numbers == [0, 1, 2, 64, 70, 71, 74, 75, 78, 141])
        #expect(NamedThread.exitCode == ExitCode.system.rawValue)
    }
}
