import KafkaTestSupport
import Testing

extension SystemTests {
    /// No broker: an address where somebody listens and never answers.
    @Suite struct StopWhileStarting {
        /// Else it would end with 2 when the brokers have not answered for long enough.
        @Test(arguments: [ChildProcess.Signal.terminate, .interrupt])
        func aStopIsHeardByAnExecutorThatWaitsForItsBrokers(_ signal: ChildProcess.Signal) async throws {
            let nowhere = try TCPProxy(to: 1)
            nowhere.shape { $0.isSilent = true }
            let deployment = Deployment(try .testJobs, on: "127.0.0.1:\(nowhere.port)")
            defer { deployment.close() }
            let executor = try deployment.start("executor", ["executor"])
            try await eventually("a connection", within: .seconds(30)) { nowhere.connections > 0 ? true : nil }
            executor.send(signal)
            try #require(try await executor.waitForExit() == .code(0), "\(executor.standardError.text)")
        }
    }
}
