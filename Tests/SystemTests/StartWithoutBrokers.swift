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

        @Test func anExecutorWithoutTopicsEnds() async throws {
            let deployment = Deployment(try .testJobs, on: try await SharedKafka.cluster.bootstrapServers)
            defer { deployment.close() }
            let result = try await deployment.run("executor")
            try #require(result.exit == .code(1), "\(result)")
            try #require(result.error.contains("ratchet topics apply"), "\(result)")
        }
    }
}
