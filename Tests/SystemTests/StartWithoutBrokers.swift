import KafkaTestSupport
import Testing

extension SystemTests {
    @Suite(.requiresKafkaHome) struct StartWithoutBrokers {
        @Test func anExecutorWaitsForBrokersThatAreAwayAndThenWorks() async throws {
            try await withKafkaCluster { cluster in
                try await withBench(on: cluster.bootstrapServers) { bench, _ in
                    let ids = try await bench.startLedgers(["run"], steps: 3)
                    try await cluster.brokers[0].kill()
                    let process = try bench.deployment.start("executor", ["executor"])
                    let executor = ExecutorProcess(label: "executor", process: process)
                    try await executor.waitUntilItWaits()
                    try cluster.brokers[0].start()
                    try await executor.waitUntilOwner()
                    try await bench.checkComplete(ids, steps: 3)
                }
            }
        }

        /// The library waits for a coordinator that is gone without any limit (librdkafka issue 5456).
        @Test func anExecutorWhoseTransactionHangsEndsAndItsRunsGoOnElsewhere() async throws {
            try await withKafkaCluster(behindProxies: true) { cluster in
                let proxy = try #require(cluster.brokers[0].proxy)
                try await withBench(on: cluster.bootstrapServers) { bench, watch in
                    let executor = try await bench.deployment.startExecutor("executor")
                    let ids = try await bench.startLedgers((1...10).map { "run-\($0)" }, steps: 60, pace: 20)
                    try await eventually("steps") { watch.steps > 20 ? true : nil }
                    proxy.refuse()
                    proxy.cut()
                    try #require(try await executor.process.waitForExit() == .code(70))
                    try #require(executor.process.standardError.text.contains("A transaction hangs: the process ends"))
                    try proxy.heal()
                    _ = try await bench.deployment.startExecutor("other")
                    try await bench.checkComplete(ids, steps: 60)
                    try await bench.checkAudit()
                }
            }
        }

        @Test func anExecutorWithoutTopicsEnds() async throws {
            let deployment = Deployment(try .testJobs, on: try await SharedKafka.cluster.bootstrapServers)
            defer { deployment.close() }
            let result = try await deployment.run("executor")
            try #require(result.exit == .code(1), "\(result)")
            try #require(result.error.contains("ratchet topics apply"), "\(result)")
        }
    }
}
