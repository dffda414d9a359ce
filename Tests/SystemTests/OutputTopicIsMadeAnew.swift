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
                    var executor = try deployment.start("executor", ["executor"])
                    try await load.start(on: deployment)
                    try await load.wait(for: 0.1, in: watch)
                    let topic = TopicSpecification(load.topic, partitions: 1, replicationFactor: 1)
                    let left = try await blocking { [client = deployment.client] in
                        try Admin(configuration: client).deleteTopics([topic.name])
                    }
                    try #require(left.isEmpty)
                    try await eventually("trouble with the topic") {
                        let log = executor.standardError.text
                        return ["A transaction did not commit", "is not ready"].contains(where: log.contains)
                            ? true : nil
                    }
                    try #require(watch.steps < load.steps, "the topic was deleted when all was done")
                    let created = try await blocking { [client = deployment.client] in
                        try Admin(configuration: client).createTopics([topic])
                    }
                    guard case .created = created[topic.name] else { throw SupportError(.system, "\(created)") }
                    try await eventually("the end of the run") {
                        // librdkafka 2.0.2 may wait for ever for records to a topic that is gone: then the watchdog ends
                        // the process, for its supervisor to start it anew.
                        if executor.exit == .code(70) { executor = try deployment.start("executor", ["executor"]) }
                        return watch.latest(run)?.standing.isOver ?? false ? true : nil
                    }
                    let end = try #require(watch.latest(run))
                    try #require(end.status == .complete, "\(end.error.map { "\($0)" } ?? "")")
                    let published = try await deployment.read(topic.name).compactMap(\.key)
                    try #require(published.last == "\(run)/\(excerpt.count + 1)")
                    try #require(Set(published).count == published.count)
                }
            }
        }
    }
}
