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
                        try await makeTopic(compose, on: cluster.bootstrapServers)
                        let result = try await deployment.run(try trigger(compose) + ["--id", "composed"])
                        try #require(result.exit == .code(0), "\(result)")
                        try #require(result.output.contains("composed: complete"), "\(result)")
                        let table = try WeatherExcerpt(rows: 26_115, in: folder)
                        let faults = try table.faults(in: try await deployment.read("weather"), runs: ["composed"])
                        try #require(faults.isEmpty, "\(faults)")
                        let check = try await deployment.run("topics", "check")
                        try #require(check.exit == .code(0), "\(check)")
                    }
                }
            }
        }

        /// The image's own script, from the Kafka that is here.
        private func makeTopic(_ compose: ComposeFile, on bootstrapServers: String) async throws {
            let command = try compose.command(of: "weather")
            let composed = compose.environment["KAFKA_BOOTSTRAP_SERVERS"]
            let home = try KafkaHome.fromEnvironment()
            let script = try #require(command.first.map { $0.replacing("/opt/kafka/", with: home.url.path + "/") })
            let process = try ChildProcess(
                URL(filePath: script),
                arguments: command.dropFirst().map { $0 == composed ? bootstrapServers : $0 }
            )
            let exit = try await process.waitForExit()
            try #require(exit == .code(0), "\(process.standardError.text)")
        }

        /// With the folder that the executors see under another path.
        private func trigger(_ compose: ComposeFile) throws -> [String] {
            let mount = try compose.mount(of: "executor")
            return try compose.command(of: "import").map {
                $0.replacing("\(mount.path)/", with: "\(mount.folder.path)/")
            }
        }
    }
}
