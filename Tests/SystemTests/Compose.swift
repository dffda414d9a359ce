import Foundation
import KafkaTestSupport
import Testing

extension SystemTests {
    /// What `docker-compose.yml` composes, as processes of this machine.
    @Suite(.requiresKafkaHome) struct Compose {
        @Test func topicsExecutorsAndATriggerWorkTogether() async throws {
            let compose = try ComposeFile()
            try await withKafkaCluster { cluster in
                try await withTemporaryDirectory { folder in
                    var environment = compose.environment
                    try #require(environment["KAFKA_BOOTSTRAP_SERVERS"] != nil)
                    environment["KAFKA_BOOTSTRAP_SERVERS"] = cluster.bootstrapServers
                    let deployment = Deployment(
                        try .ratchet,
                        environment: environment,
                        bootstrapServers: cluster.bootstrapServers
                    )
                    try #require(try compose.command(of: "topics") == ["topics", "apply"])
                    try await withDeployment(deployment) { deployment, watch in
                        let executors = try (1...compose.executors).map { number in
                            let label = "executor-\(number)"
                            let command = try compose.command(of: "executor")
                            return ExecutorProcess(label: label, process: try deployment.start(label, command))
                        }
                        for executor in executors { try await executor.waitUntilOwner() }
                        let excerpt = try WeatherExcerpt(rows: 250, in: folder)
                        let topic = try await deployment.makeTopic("rows")
                        let parameters = #"{"file":"\#(excerpt.url.path)","topic":"\#(topic)"}"#
                        let result = try await deployment.run(
                            "trigger",
                            "historical-import",
                            "--parameters",
                            parameters,
                            "--id",
                            "composed",
                            "--wait"
                        )
                        try #require(result.exit == .code(0), "\(result)")
                        try #require(result.output.contains("composed: complete"), "\(result)")
                        let faults = try excerpt.faults(in: try await deployment.read(topic), runs: ["composed"])
                        try #require(faults.isEmpty, "\(faults)")
                        let check = try await deployment.run("topics", "check")
                        try #require(check.exit == .code(0), "\(check)")
                    }
                }
            }
        }
    }
}
