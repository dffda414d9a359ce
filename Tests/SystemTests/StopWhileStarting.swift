import KafkaTestSupport
import Testing

extension SystemTests {
    /// No broker: an address where somebody listens and never answers.
    @Suite struct StopWhileStarting {
        @Test(arguments: [ChildProcess.Signal.terminate, .interrupt])
        func aStopIsHeardByAnExecutorThatWaitsForItsBrokers(_ signal: ChildProcess.Signal) async throws {
            let nowhere = try TCPProxy(to: 1)
            nowhere.shape { $0.isSilent = true }
            let deployment = Deployment(try .testJobs, on: "127.0.0.1:\(nowhere.port)")
            defer { deployment.close() }
            let process = try deployment.start("executor", ["executor"])
            try await ExecutorProcess(label: "executor", process: process).waitUntilItWaits()
            process.send(signal)
            try #require(try await process.waitForExit() == .code(0), "\(process.standardError.text)")
        }
    }
}
