import KafkaClient
import KafkaTestSupport
import RatchetKafka
import Testing

extension SystemTests {
    @Suite(.requiresKafka) struct BenchInterrupted {
        @Test(arguments: [ChildProcess.Signal.terminate, .interrupt])
        func itsTopicsAreDeletedAllTheSame(_ signal: ChildProcess.Signal) async throws {
            let deployment = Deployment(try .ratchet, on: try await SharedKafka.cluster.bootstrapServers)
            let before = try await topics(deployment)
            let bench = try deployment.start("bench", ["bench", "chain", "--jobs", "50", "--steps", "100000"])
            defer { deployment.close() }
            try await eventually("the topics of the bench") {
                try await topics(deployment).subtracting(before).count == Topic.allCases.count ? true : nil
            }
            bench.send(signal)
            try #require(try await bench.waitForExit() == .code(1))
            try #require(bench.standardError.text.contains("the bench was interrupted"))
            try await eventually("no topics of the bench") {
                try await topics(deployment).isSubset(of: before) ? true : nil
            }
        }

        private func topics(_ deployment: Deployment) async throws -> Set<String> {
            try await blocking { [client = deployment.client] in
                Set(try Admin(configuration: client).listTopics().keys.filter { $0.hasPrefix("bench-") })
            }
        }
    }
}
