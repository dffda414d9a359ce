import KafkaTestSupport
import Testing

extension SystemTests {
    /// Executors that are killed lose no row and repeat none.
    @Suite(.requiresKafka) struct ImportSurvivesKills {
        @Test func everyRowOfEveryRunArrivesOnce() async throws {
            let cluster = try await SharedKafka.cluster
            try await withTemporaryDirectory { folder in
                let excerpt = try WeatherExcerpt(rows: 1000, in: folder)
                try await withDeployment(Deployment(try .ratchet, on: cluster.bootstrapServers)) { deployment, watch in
                    let load = ImportLoad(
                        excerpt,
                        runs: 20,
                        pageSize: 5,
                        to: try await deployment.makeTopic("rows")
                    )
                    let executors = try await deployment.startExecutors("executor-1", "executor-2", "executor-3")
                    try await load.start(on: deployment)

                    try await load.wait(for: 0.15, in: watch)
                    try await kill(executors[0], watch)
                    try await load.wait(for: 0.4, in: watch)
                    try await kill(executors[1], watch)
                    _ = try await deployment.startExecutor("executor-1 again")

                    try await load.check(deployment, watch)
                }
            }
        }

        /// Kills an executor that has runs under way.
        private func kill(_ executor: ExecutorProcess, _ watch: RunWatch) async throws {
            try await executor.process.kill()
            let name = try #require(executor.name)
            let live = watch.live(of: name)
            try #require(live > 0, "\(executor.label) was killed when it had nothing to do")
            print("\(executor.label) was killed after \(watch.steps) steps, with \(live) runs under way")
        }
    }
}
