import KafkaTestSupport
import Testing

extension SystemTests {
    /// With three brokers, the loss of one loses no row and repeats none.
    @Suite(.requiresKafkaHome) struct ImportSurvivesABrokerLoss {
        @Test func everyRowOfEveryRunArrivesOnce() async throws {
            var random = SeededRandom(for: "ImportSurvivesABrokerLoss")
            try await withKafkaCluster(brokers: 3) { cluster in
                try await withTemporaryDirectory { folder in
                    let excerpt = try WeatherExcerpt(rows: WeatherExcerpt.all, in: folder)
                    let deployment = Deployment(try .ratchet, on: cluster.bootstrapServers, replication: 3)
                    try await withDeployment(deployment) { deployment, watch in
                        let load = ImportLoad(
                            excerpt,
                            runs: 20,
                            pageSize: WeatherExcerpt.all / 100,
                            to: try await deployment.makeTopic("rows")
                        )
                        _ = try await deployment.startExecutors("executor-1", "executor-2", "executor-3")
                        try await load.start(on: deployment)
                        try await load.wait(for: 0.2, in: watch)
                        let broker = try #require(cluster.brokers.randomElement(using: &random))
                        try await broker.kill()
                        let steps = watch.steps
                        try #require(steps < load.steps, "the broker was killed when all was done")
                        print("broker \(broker.id) was killed after \(steps) of \(load.steps) steps")
                        try await load.check(deployment, watch)
                    }
                }
            }
        }
    }
}
