import Foundation
import KafkaTestSupport
import Testing

extension SystemTests {
    /// The demo: everything in one process, without Kafka.
    @Suite struct DevImport {
        @Test func importRunsToItsEndAndTellsWhatHappened() async throws {
            let result = try await run("--import")
            try #require(result.exit == .code(0), "\(result)")
            let lines = result.output.split(separator: "\n")
            try #require(lines.first?.hasPrefix("127.0.0.1:") ?? false, "the address of the embedded broker")
            try #require(lines.last?.contains("historical-import: 250 rows to weather in ") ?? false, "\(result)")
        }

        @Test func importThatFailsSaysWhy() async throws {
            let result = try await run("--import", file: "no-such-file.csv")
            try #require(result.exit == .code(1), "\(result)")
            try #require(result.error.contains("no-such-file.csv"), "\(result)")
        }

        private func run(_ option: String, file: String? = nil) async throws -> CommandResult {
            try await withTemporaryDirectory { folder in
                let excerpt = try WeatherExcerpt(rows: 250, in: folder)
                let deployment = Deployment(try .ratchet, on: "nowhere.invalid:9092")
                defer { deployment.close() }
                return try await deployment.run("dev", option, file ?? excerpt.url.path)
            }
        }
    }
}
