import Foundation
import KafkaTestSupport
import Testing

extension SystemTests {
    @Suite(.requiresKafka) struct BenchesOpenings {
        private struct Report: Decodable {
            let runs: Int
            let areFinished: Bool
            let seconds: Double
            let bytesPerRun: Double
        }

        @Test(arguments: [[], ["--finished"]])
        func allRunsAreTakenOverAndCounted(_ flags: [String]) async throws {
            let deployment = Deployment(try .ratchet, on: try await SharedKafka.cluster.bootstrapServers)
            defer { deployment.close() }
            let arguments = ["bench", "opening", "--runs", "20000", "--partitions", "2", "--json"]
            let result = try await deployment.run(arguments + flags)
            try #require(result.exit == .code(0), "\(result)")
            let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
            try #require(report.runs == 20_000 && report.areFinished == !flags.isEmpty)
            try #require(report.seconds > 0)
            // It has the name, at least.
            try #require(report.bytesPerRun > 36, "the runs were not there")
        }
    }
}
