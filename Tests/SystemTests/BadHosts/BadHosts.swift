import Foundation
import KafkaClient
import KafkaTestSupport
import RatchetKafka
import Testing

extension SystemTests {
    /// Executors on machines where something is wrong.
    @Suite(.requiresKafka) struct BadHosts {
        /// How many triggers wait; a million when `RATCHET_BACKLOG` says so.
        private static let backlog = ProcessInfo.processInfo.environment["RATCHET_BACKLOG"].flatMap(Int.init) ?? 200_000
        private static let kilobytes = 300 * 1024

        @Test func memoryStaysFlatHoweverManyTriggersWaitAndCommandsAreHeard() async throws {
            try await withBench { bench, watch in
                try await sendBacklog(to: bench)
                let executor = try await bench.deployment.startExecutor("executor")
                let sleeper = try await eventually("a run that was picked up") {
                    watch.histories.keys.min()
                }
                // As many runs as it lets wait: from here on the triggers wait.
                try await eventually("runs that wait") {
                    try await starts(in: bench.deployment) > 11_000 ? true : nil
                }
                let result = try await bench.deployment.run("jobs", "terminate", sleeper)
                try #require(result.exit == .code(0), "\(result)")
                try #require(try await watch.end(of: sleeper).status == .terminated)
                // Longer than it took it to fill, where nothing holds it back.
                try await Task.sleep(for: .seconds(10))
                let peak = try #require(executor.process.peakKilobytes)
                let taken = try await starts(in: bench.deployment)
                print("\(Self.backlog) triggers wait: \(taken) taken, \(peak / 1024) MB at the most")
                try #require(taken < Self.backlog, "nothing waited")
                try #require(peak < Self.kilobytes, "\(peak) kB")
            }
        }

        @Test(arguments: [
            "exec \"$0\" executor 2>/dev/full", "exec \"$0\" executor 2> >(exec true)", "exec \"$0\" executor 2>&-",
        ])
        func anExecutorThatCannotWriteItsLogGoesOn(_ command: String) async throws {
            try await withBench { bench, _ in
                let executor = try bench.deployment.startShell("executor", command)
                let ids = try await bench.startLedgers((1...10).map { "run-\($0)" }, steps: 10, pace: 20)
                try await bench.checkComplete(ids, steps: 10)
                executor.send(.terminate)
                try #require(try await executor.waitForExit() == .code(0))
                try await bench.checkAudit()
            }
        }

        @Test func anExecutorWhoseLogNobodyReadsGoesOn() async throws {
            try await withBench { bench, _ in
                let log = bench.file("log")
                try #require(mkfifo(log, 0o600) == 0)
                let reader = try #require(FileHandle(forUpdatingAtPath: log))
                let command = "RATCHET_LOG_LEVEL=trace RATCHET_KAFKA_DEBUG=all exec \"$0\" executor 2>'\(log)'"
                let executor = try bench.deployment.startShell("executor", command)
                let ids = try await bench.startLedgers((1...20).map { "run-\($0)" }, steps: 20, pace: 20)
                try await bench.checkComplete(ids, steps: 20)
                executor.send(.terminate)
                try #require(try await executor.waitForExit() == .code(0))
                var pipe = pollfd(fd: reader.fileDescriptor, events: Int16(POLLOUT), revents: 0)
                try #require(poll(&pipe, 1, 0) == 0, "there was room for all it wrote")
                try await bench.checkAudit()
            }
        }

        @Test func anExecutorThatFindsNoBrokerByNameSaysSoAndHearsAStop() async throws {
            let deployment = Deployment(try .testJobs, on: "ratchet-nowhere.invalid:9092")
            defer { deployment.close() }
            let executor = try deployment.start("executor", ["executor"])
            try await executor.waitForLine(containing: "ratchet-nowhere.invalid")
            try #require(!executor.standardError.text.contains("The executor is ready"))
            executor.send(.terminate)
            try #require(try await executor.waitForExit() == .code(0), "\(executor.standardError.text)")
        }

        @Test(.requiresKafkaHome, .enabled(if: PreloadedLibrary.missing == nil, "\(PreloadedLibrary.missing ?? "")"))
        func namesThatAreNoLongerKnownAreWaitedFor() async throws {
            try await withKafkaCluster(behindProxies: true) { cluster in
                let proxy = try #require(cluster.brokers[0].proxy)
                try await withBench(on: cluster.bootstrapServers) { bench, watch in
                    let names = try LostNames(in: bench.folder)
                    let executor = try bench.deployment.startShell("executor", names.command)
                    let ids = try await bench.startLedgers(["run-1", "run-2"], steps: 400, pace: 25)
                    try await eventually("steps") { watch.steps > 2 ? true : nil }
                    try names.lose()
                    // It has to look for the broker anew; for a second it remembers what it has found.
                    try await eventually("names that are asked for", askingEvery: .milliseconds(200)) {
                        proxy.cut()
                        return executor.standardError.text.contains("Failed to resolve '127.0.0.1:") ? true : nil
                    }
                    try await executor.waitForLine(containing: "The executor is not ready")
                    try names.giveBack()
                    try await bench.checkComplete(ids, steps: 400)
                    try await eventually("an executor that is ready again") {
                        executor.standardError.text.components(separatedBy: "The executor is ready").count > 2
                            ? true : nil
                    }
                    executor.send(.terminate)
                    try #require(try await executor.waitForExit() == .code(0))
                    try await bench.checkAudit()
                }
            }
        }

        @Test(.enabled(if: PreloadedLibrary.missing == nil, "\(PreloadedLibrary.missing ?? "")"))
        func clocksThatAreOffLoseAndDoubleNothing() async throws {
            try await withBench { bench, watch in
                let clock = try ShiftedClock(in: bench.folder)
                let right = try await bench.deployment.startExecutor("right")
                let behind = try bench.deployment.startShell("behind", clock.command(shiftedBy: -3_600))
                // More than the hour that topics take (message.timestamp.after.max.ms).
                let ahead = try bench.deployment.startShell("ahead", clock.command(shiftedBy: 7_200))
                for executor in [behind, ahead] {
                    try await executor.waitForLine(containing: "A partition is owned")
                }
                let ids = try await bench.startLedgers((1...30).map { "run-\($0)" }, steps: 10, pace: 20)
                for (executor, side) in [(behind, "behind"), (ahead, "ahead of")] {
                    try await executor.waitForLine(
                        containing: "This machine's clock is \(side) a broker's: set the one"
                    )
                    try await executor.waitForLine(containing: "why=the clock is \(side) the brokers'")
                }
                try await ahead.waitForLine(containing: "A record is refused for now: it is tried again")
                ahead.send(.terminate)
                try #require(try await ahead.waitForExit() == .code(0))
                try await bench.checkComplete(ids, steps: 10)
                try #require(ids.allSatisfy { watch.history($0).allSatisfy { $0.number.attempt == 1 } })
                try #require(!right.process.standardError.text.contains("This machine's clock"))
                try await bench.checkAudit()
            }
        }

        @Test func aStepThatTakesAllMemoryIsGivenUpAndItsNeighboursComplete() async throws {
            try await withBench { bench, watch in
                let command = "ulimit -v 4000000; exec \"$0\" executor"
                var executor = try bench.deployment.startShell("executor", command)
                let neighbours = try await bench.startLedgers(["neighbour-1", "neighbour-2"], steps: 40, pace: 25)
                try await bench.start("hoarding", "hoard", ["calls": bench.file("hoard.calls")])
                var deaths = 0
                while deaths < 5, watch.latest("hoard")?.standing.isOver != true {
                    try await eventually("death of the executor, or the end of the run") {
                        executor.exit != nil || watch.latest("hoard")?.standing.isOver == true ? true : nil
                    }
                    guard let exit = executor.exit else { break }
                    guard case .signal = exit else { return try #require(Bool(false), "\(exit)") }
                    deaths += 1
                    executor = try bench.deployment.startShell("executor after death \(deaths)", command)
                }
                try #require(deaths == 3)
                try #require(bench.lines("hoard.calls").count == 3)
                try #require(watch.latest("hoard")?.error?.type == "Crash")
                try await bench.checkComplete(neighbours, steps: 40)
                try await bench.checkAudit()
            }
        }

        /// Less than its threads take.
        ///
        /// With less than its libraries take it does not come as far as to have a say.
        @Test(arguments: [400_000, 700_000])
        func anExecutorWithTooLittleMemoryEndsWithASignAndItsRunsGoOnElsewhere(_ kilobytes: Int) async throws {
            try await withBench { bench, _ in
                _ = try await bench.deployment.startExecutor("right")
                let poor = try bench.deployment.startShell("poor", "ulimit -v \(kilobytes); exec \"$0\" executor")
                let ids = try await bench.startLedgers((1...10).map { "run-\($0)" }, steps: 10, pace: 20)
                try await bench.checkComplete(ids, steps: 10)
                let exit = try await poor.waitForExit()
                try #require(exit != .code(0))
                try #require(!poor.standardError.text.isEmpty, "\(exit)")
                try await bench.checkAudit()
            }
        }

        private func sendBacklog(to bench: Bench) async throws {
            let calls = bench.file("calls")
            var number = 0
            while number < Self.backlog {
                let next = min(number + 20_000, Self.backlog)
                try await bench.deployment.send(
                    (number..<next).map {
                        RawTrigger(#"{"job":"sleeping","id":"r\#($0)","parameters":{"calls":"\#(calls)"}}"#)
                    }
                )
                number = next
            }
        }

        /// Runs that were taken in, and what was written of them since.
        private func starts(in deployment: Deployment) async throws -> Int {
            let topic = deployment.name(of: .steps)
            return try await blocking { [client = deployment.client] in
                let reader = try LogReader(configuration: client)
                return try reader.watermarks(try reader.partitions(of: topic)).values.reduce(0) { $0 + Int($1.high) }
            }
        }
    }
}

extension ChildProcess {
    /// The most memory that it has had, as the kernel counts it.
    fileprivate var peakKilobytes: Int? {
        let status = try? String(contentsOfFile: "/proc/\(processIdentifier)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { Int($0.filter(\.isNumber)) }
    }
}
