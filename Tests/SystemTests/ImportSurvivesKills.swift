import Foundation
import KafkaTestSupport
import Testing

extension SystemTests {
    /// Executors that are killed lose no row and repeat none.
    @Suite(.requiresKafka) struct ImportSurvivesKills {
        /// Of each run: the whole file, or as many as `RATCHET_IMPORT_ROWS` says.
        private static let rows =
            ProcessInfo.processInfo.environment["RATCHET_IMPORT_ROWS"].flatMap(Int.init) ?? WeatherExcerpt.all

        @Test func everyRowOfEveryRunArrivesOnce() async throws {
            var random = SeededRandom(for: "ImportSurvivesKills")
            let moments = (Double.random(in: 0.02...0.3, using: &random), Double.random(in: 0.35...0.6, using: &random))
            let cluster = try await SharedKafka.cluster
            try await withTemporaryDirectory { folder in
                let excerpt = try WeatherExcerpt(rows: Self.rows, in: folder)
                try await withDeployment(Deployment(try .ratchet, on: cluster.bootstrapServers)) { deployment, watch in
                    let load = ImportLoad(
                        excerpt,
                        runs: 20,
                        pageSize: Self.rows / 200,
                        to: try await deployment.makeTopic("rows")
                    )
                    let executors = try await deployment.startExecutors("executor-1", "executor-2", "executor-3")
                    try await load.start(on: deployment)

                    var alive = executors
                    try await load.wait(for: moments.0, in: watch)
                    try await killBusiest(of: &alive, watch)
                    try await load.wait(for: moments.1, in: watch)
                    try await killBusiest(of: &alive, watch)
                    _ = try await deployment.startExecutor("an executor started again")

                    try await load.check(deployment, watch)
                }
            }
        }

        @Test func executorThatWasFrozenWritesNothingWhenItIsBack() async throws {
            let cluster = try await SharedKafka.cluster
            try await withTemporaryDirectory { folder in
                let excerpt = try WeatherExcerpt(rows: 500, in: folder)
                try await withDeployment(Deployment(try .ratchet, on: cluster.bootstrapServers)) { deployment, watch in
                    let load = ImportLoad(excerpt, runs: 12, pageSize: 5, to: try await deployment.makeTopic("rows"))
                    let executors = try await deployment.startExecutors("executor-1", "executor-2")
                    try await load.start(on: deployment)
                    try await load.wait(for: 0.2, in: watch)
                    executors[0].process.send(.pause)
                    let name = try #require(executors[0].name)
                    let live = watch.live(of: name)
                    try #require(live > 0, "it was frozen when it had nothing to do")
                    // At the first of its runs that another has: it has everything at hand to go on with the others.
                    try await eventually("a run of \(name) with another") {
                        watch.live(of: name) < live ? true : nil
                    }
                    executors[0].process.send(.resume)
                    try await load.check(deployment, watch)
                    // It is a member again, in good health.
                    executors[0].process.send(.terminate)
                    try #require(try await executors[0].process.waitForExit() == .code(0))
                }
            }
        }

        /// Kills the executor that has most runs under way.
        private func killBusiest(of executors: inout [ExecutorProcess], _ watch: RunWatch) async throws {
            let names = executors.map { $0.name ?? "" }
            let busiest = try #require(executors.indices.max { watch.live(of: names[$0]) < watch.live(of: names[$1]) })
            let executor = executors.remove(at: busiest)
            try await executor.process.kill()
            let live = watch.live(of: names[busiest])
            try #require(live > 0, "\(executor.label) was killed when it had nothing to do")
            print("\(executor.label) was killed after \(watch.steps) steps, with \(live) runs under way")
        }
    }
}
