import Foundation
import KafkaClient
import KafkaTestSupport
import RatchetEngine
import RatchetKafka
import Testing

extension SystemTests {
    /// What people do to runs and to executors.
    @Suite(.requiresKafka) struct CommandsAndStop {
        @Test func terminateEndsASleepingRun() async throws {
            try await withBench { bench, watch in
                _ = try await bench.deployment.startExecutor("executor")
                try await bench.start("sleeping", "sleeper", ["calls": bench.file("calls")])
                try await bench.wait(for: "asleep", in: "calls")
                let result = try await bench.deployment.run(
                    "jobs",
                    "terminate",
                    "sleeper",
                    "--reason",
                    "no longer wanted"
                )
                try #require(result.exit == .code(0), "\(result)")
                try #require(result.output == "sleeper: terminated\n")
                let end = try await watch.end(of: "sleeper")
                try #require(end.status == .terminated)
                try #require(end.error?.message == "no longer wanted")
                try await bench.wait(for: "woken by CancellationError", in: "calls")

                // It stays ended, and is not asleep again.
                let again = try await bench.deployment.run("jobs", "terminate", "sleeper")
                try #require(again.exit == .code(0) && again.error.contains("ended before"), "\(again)")
                let shown = try await bench.deployment.run("jobs", "list", "--status", "terminated")
                try #require(shown.output.contains("sleeper"), "\(shown)")
                try #require(bench.lines("calls").count == 2)
            }
        }

        @Test func gracefulStopUnderLoadLosesAndRepeatsNoStep() async throws {
            try await withBench { bench, watch in
                let executors = try await bench.deployment.startExecutors("executor-1", "executor-2")
                let ids = (1...24).map { "run-\($0)" }
                let steps = 60
                _ = try await bench.startLedgers(ids, steps: steps, pace: 20)
                try await eventually("a third of the steps") {
                    watch.steps > ids.count * steps / 3 ? true : nil
                }
                let name = try #require(executors[0].name)
                try #require(watch.live(of: name) > 0, "it was stopped when it had nothing to do")
                executors[0].process.send(.terminate)
                try #require(try await executors[0].process.waitForExit() == .code(0))
                let left = watch.steps
                try #require(left < ids.count * steps, "it was stopped when all was done")
                print("stopped by SIGTERM after \(left) of \(ids.count * steps) steps")

                try await bench.checkComplete(ids, steps: steps)
                let other = try #require(executors[1].name)
                try #require(ids.allSatisfy { watch.latest($0)?.executor == other })
                let calls = bench.lines("ledger.calls")
                let repeated = Dictionary(grouping: calls, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
                try #require(repeated.isEmpty, "these calls were made more than once")
                try #require(calls.count == ids.count * (steps + 1))
            }
        }

        @Test func stoppedExecutorCutsASleeperWhichGoesOnElsewhere() async throws {
            try await withBench { bench, watch in
                let first = try await bench.deployment.startExecutor("executor-1")
                try await bench.start("sleeping", "sleeper", ["calls": bench.file("calls")])
                try await bench.wait(for: "asleep", in: "calls")
                first.process.send(.terminate)
                try #require(try await first.process.waitForExit() == .code(0))
                try await bench.wait(for: "woken by CancellationError", in: "calls")
                _ = try await bench.deployment.startExecutor("executor-2")
                try await eventually("the sleeper asleep again") {
                    bench.lines("calls") == ["asleep", "woken by CancellationError", "asleep"] ? true : nil
                }
                let last = try #require(watch.latest("sleeper"))
                try #require(last.number.attempt == 1, "an interruption is no failure")
                try #require(watch.letters.isEmpty)
            }
        }

        @Test func sameIdStartsOneRun() async throws {
            try await withBench { bench, watch in
                _ = try await bench.deployment.startExecutor("executor")
                _ = try await bench.startLedgers(Array(repeating: "twin", count: 5), steps: 10)
                try await watch.end(of: "twin")
                _ = try await bench.startLedgers(Array(repeating: "twin", count: 5), steps: 10)
                try await bench.readTriggers()
                // A run in the partition of the twin begins when its records are read.
                let partition = KafkaClient.partition(ofKey: "twin", count: Int32(bench.deployment.partitions))
                let neighbour = try #require(
                    (0...).lazy.map { "neighbour-\($0)" }.first {
                        KafkaClient.partition(ofKey: $0, count: Int32(bench.deployment.partitions)) == partition
                    }
                )
                try await bench.checkComplete(try await bench.startLedgers([neighbour], steps: 1), steps: 1)

                try await bench.checkComplete(["twin"], steps: 10)
                try #require(bench.lines("ledger.calls").count { $0 == "twin start" } == 1)
                try #require(watch.history("twin").count { $0.status.isOver } == 1)
                try #require(watch.letters.isEmpty)
            }
        }

        @Test func listShowsARunWithinASecondOfItsFirstCommit() async throws {
            try await withBench { bench, watch in
                _ = try await bench.deployment.startExecutor("executor")
                let clock = try await RecordClock(of: .checkpoints, in: bench.deployment)
                let list = try bench.deployment.start("jobs list", ["jobs", "list", "--follow", "--json"])
                // A run beside it commits every 50 ms or so: its records tell the time.
                _ = try await bench.startLedgers(["beside"], steps: 1000, pace: 50)
                try await list.waitForLine(containing: #""beside""#)
                try await bench.start("quiet", "wanted")
                try await list.waitForLine(containing: #""wanted""#)
                let delay = try await clock.millisecondsSince { $0.key == "wanted" }
                print("shown before a record that is \(delay) ms younger than the run's first")
                try #require(delay < 1000)
                try #require(watch.latest("beside")?.status == .running)
                list.send(.interrupt)
            }
        }
    }
}

extension Bench {
    /// Waits for a line of a call file.
    fileprivate func wait(for line: String, in file: String) async throws {
        try await eventually("“\(line)” in \(lines(file))") {
            lines(file).contains(line) ? true : nil
        }
    }

    /// Waits until the group has read all triggers.
    fileprivate func readTriggers() async throws {
        let topic = deployment.name(of: .triggers)
        let group = deployment.group
        try await eventually("all triggers read") {
            try await blocking { [client = deployment.client] in
                let reader = try LogReader(configuration: client)
                let marks = try reader.watermarks(try reader.partitions(of: topic))
                let committed = try reader.committedOffsets(group: group, partitions: Array(marks.keys))
                return marks.allSatisfy { $0.value.high == 0 || committed[$0.key]?.offset == $0.value.high }
            } ? true : nil
        }
    }
}
