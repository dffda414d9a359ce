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
                try #require(again.exit == .code(0) && again.error.contains("terminated before"), "\(again)")
                let shown = try await bench.deployment.run("jobs", "list", "--status", "terminated")
                try #require(shown.output.contains("sleeper"), "\(shown)")
                try #require(bench.lines("calls").count == 2)
            }
        }

        @Test func terminateThatIsSentBeforeItsTriggerEndsTheRunBeforeItBegins() async throws {
            try await withBench { bench, watch in
                _ = try await bench.deployment.startExecutor("executor")
                let terminate = try bench.deployment.start(
                    "terminate",
                    ["jobs", "terminate", "early", "--timeout", "60s"]
                )
                try await terminate.waitForLine(containing: "There is no run 'early' yet")
                let row = try await eventually("the command in the run's mail") {
                    try await bench.deployment.mail(for: "early").first
                }
                try #require(row.partition == bench.deployment.home(of: "early"))
                // A row behind it has its effect: its owner has read it.
                let neighbour = bench.deployment.neighbour(of: "early")
                try await bench.start("sleeping", neighbour, ["calls": bench.file("calls")])
                try await bench.wait(for: "asleep", in: "calls")
                let result = try await bench.deployment.run("jobs", "terminate", neighbour)
                try #require(result.exit == .code(0), "\(result)")

                _ = try await bench.startLedgers(["early", "beside"], steps: 2)
                try #require(try await terminate.waitForExit() == .code(0))
                try #require(terminate.standardOutput.text == "early: terminated\n")

                let end = try await watch.end(of: "early")
                try #require(watch.history("early").count == 1)
                try #require(end.pickups == 0 && end.started == nil)
                try await bench.checkComplete(["beside"], steps: 2)
                try #require(bench.lines("ledger.calls").allSatisfy { !$0.hasPrefix("early") })
                let mail = try await bench.deployment.mail(for: "early")
                try #require(
                    mail.map { $0.value == nil } == [false, true],
                    "the row, and its null with the end of the run"
                )
                try await bench.checkAudit()
            }
        }

        @Test func terminateThatRestsIsFoundByTheNextOwner() async throws {
            try await withBench { bench, watch in
                let first = try await bench.deployment.startExecutor("executor-1")
                let command = try await bench.deployment.run("jobs", "terminate", "early", "--no-wait")
                try #require(command.exit == .code(0), "\(command)")
                try await eventually("the command in the run's mail") {
                    try await bench.deployment.mail(for: "early").isEmpty ? nil : true
                }
                first.process.send(.terminate)
                try #require(try await first.process.waitForExit() == .code(0))
                _ = try await bench.startLedgers(["early", "beside"], steps: 2)
                _ = try await bench.deployment.startExecutor("executor-2")

                let end = try await watch.end(of: "early")
                try #require(watch.history("early").count == 1)
                try #require(command.output == "\(end.command?.id ?? "")\n")
                try await bench.checkComplete(["beside"], steps: 2)
                try #require(bench.lines("ledger.calls").allSatisfy { !$0.hasPrefix("early") })
                try #require(try await bench.checkAudit().restingMail == 0)
            }
        }

        @Test func terminateThatIsSentToEveryPartitionIsObeyedOnce() async throws {
            try await withBench { bench, watch in
                let executors = try await bench.deployment.startExecutors("executor-1", "executor-2")
                try await bench.start("sleeping", "sleeper", ["calls": bench.file("calls")])
                try await bench.wait(for: "asleep", in: "calls")
                // As an executor did that passed a command on because it did not know its run.
                let command = #"{"v":1,"id":"c-1","command":"terminate","by":"test","at":1,"spread":true}"#
                try await bench.deployment.send(command: command, for: "sleeper")
                let end = try await watch.end(of: "sleeper")
                try #require(end.status == .terminated && end.command?.id == "c-1")
                try await bench.readAll(.commands)
                try await eventually("the last row settled") {
                    try await bench.deployment.mail(for: "sleeper").last?.value == nil ? true : nil
                }
                for executor in executors {
                    executor.process.send(.terminate)
                    try #require(try await executor.process.waitForExit() == .code(0))
                }
                let mail = try await bench.deployment.mail(for: "sleeper")
                try #require(mail.count { $0.value != nil } == bench.deployment.partitions)
                try #require(Set(mail.map(\.key)) == ["run/sleeper|command/c-1"])
                try #require(watch.history("sleeper").count { $0.command != nil } == 1)
                try #require(watch.letters.isEmpty)
                try #require(try await bench.checkAudit().restingMail == 0)
            }
        }

        @Test func commandForARunThatNeverComesBecomesADeadLetter() async throws {
            let kafka = try await SharedKafka.cluster.bootstrapServers
            try await withBench(on: kafka, settings: ["RATCHET_MAIL_PATIENCE": "2s"]) { bench, watch in
                _ = try await bench.deployment.startExecutor("executor")
                let result = try await bench.deployment.run("jobs", "terminate", "nobody", "--timeout", "60s")
                try #require(result.exit == .code(1), "\(result)")
                try #require(result.error.contains("became a dead letter (unknownRun): no run nobody has come"))
                let command = try #require(try await bench.deployment.read(bench.deployment.name(of: .commands)).first)
                let letter = try await eventually("the dead letter") {
                    watch.letters["\(command.topic)/\(command.partition)/\(command.offset)"]?.last ?? nil
                }
                guard case .rejected(let rejection) = letter else {
                    Issue.record("\(letter)")
                    return
                }
                try #require(rejection.reason == .unknownRun)
                try #require(rejection.bytes == command.value)
                let mail = try await bench.deployment.mail(for: "nobody")
                try #require(mail.map { $0.value == nil } == [false, true])

                // Whoever comes after that has nothing to do with it.
                try await bench.checkComplete(try await bench.startLedgers(["nobody"], steps: 2), steps: 2)
                try #require(try await bench.checkAudit().restingMail == 0)
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
                try await bench.readAll(.triggers)
                // A run in the partition of the twin begins when its records are read.
                let neighbour = bench.deployment.neighbour(of: "twin")
                try await bench.checkComplete(try await bench.startLedgers([neighbour], steps: 1), steps: 1)

                try await bench.checkComplete(["twin"], steps: 10)
                try #require(bench.lines("ledger.calls").count { $0 == "twin start" } == 1)
                try #require(watch.history("twin").count { $0.standing.isOver } == 1)
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

    /// Waits until the group has read all of an inbox.
    fileprivate func readAll(_ inbox: Topic) async throws {
        let topic = deployment.name(of: inbox)
        let group = deployment.group
        try await eventually("all of \(topic) read") {
            try await blocking { [client = deployment.client] in
                let reader = try LogReader(configuration: client)
                let marks = try reader.watermarks(try reader.partitions(of: topic))
                let committed = try reader.committedOffsets(group: group, partitions: Array(marks.keys))
                return marks.allSatisfy { $0.value.high == 0 || committed[$0.key]?.offset == $0.value.high }
            } ? true : nil
        }
    }
}

extension Deployment {
    /// All committed records of a run's mail.
    fileprivate func mail(for jobId: String) async throws -> [ConsumedRecord] {
        try await read(name(of: .mail)).filter { $0.key?.hasPrefix("run/\(jobId)|") == true }
    }

    /// To each partition of the inbox.
    fileprivate func send(command: String, for jobId: String) async throws {
        let (topic, partitions) = (name(of: .commands), Int32(partitions))
        try await blocking { [client] in
            let producer = try IdempotentProducer(configuration: client, messageTimeout: .patience)
            defer { producer.close() }
            for partition in 0..<partitions {
                let value = Array(command.utf8)
                producer.send(OutgoingRecord(topic: topic, partition: partition, key: jobId, value: value))
            }
            try producer.flush(timeout: .patience)
            guard producer.failures == 0 else { throw SupportError(.system, "not all commands were delivered") }
        }
    }
}
