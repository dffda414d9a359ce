import KafkaClient
import KafkaTestSupport
import RatchetKafka
import Testing

extension SystemTests {
    /// A topic that a run publishes to is deleted, and made anew with fewer partitions.
    @Suite(.requiresKafka) struct OutputTopicIsMadeAnew {
        @Test func theRunWaitsForTheTopicAndGoesOn() async throws {
            try await withTemporaryDirectory { folder in
                let excerpt = try WeatherExcerpt(rows: 5_000, in: folder)
                let deployment = Deployment(try .ratchet, on: try await SharedKafka.cluster.bootstrapServers)
                try await withDeployment(deployment) { deployment, watch in
                    let load = ImportLoad(excerpt, runs: 1, pageSize: 20, to: try await deployment.makeTopic("rows"))
                    let run = load.jobIds[0]
                    let executor = try await deployment.startExecutor("executor")
                    try await load.start(on: deployment)
                    try await load.wait(for: 0.1, in: watch)
                    let topic = TopicSpecification(load.topic, partitions: 1, replicationFactor: 1)
                    let left = try await blocking { [client = deployment.client] in
                        try Admin(configuration: client).deleteTopics([topic.name])
                    }
                    try #require(left.isEmpty)
                    try await executor.process.waitForLine(containing: "A transaction did not commit")
                    try #require(watch.steps < load.steps, "the topic was deleted when all was done")
                    let created = try await blocking { [client = deployment.client] in
                        try Admin(configuration: client).createTopics([topic])
                    }
                    guard case .created = created[topic.name] else { throw SupportError(.system, "\(created)") }
                    let end = try await watch.end(of: run)
                    try #require(end.status == .complete, "\(end.error.map { "\($0)" } ?? "")")
                    let published = try await deployment.read(topic.name).compactMap(\.key)
                    try #require(published.last == "\(run)/\(excerpt.count + 1)")
                    try #require(Set(published).count == published.count)
                }
            }
        }
    }
}
