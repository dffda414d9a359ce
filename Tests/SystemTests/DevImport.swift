import Foundation
import KafkaTestSupport
import Testing

extension SystemTests {
    /// The demo: everything in one process, without Kafka.
    @Suite struct DevImport {
        @Test func importRunsToItsEndAndTellsWhatHappened() async throws {
            let result = try await run("file")
            try #require(result.exit == .code(0), "\(result)")
            let lines = result.output.split(separator: "\n")
            try #require(lines.first?.hasPrefix("127.0.0.1:") ?? false, "the address of the embedded broker")
            try #require(lines.contains { $0.contains(#""imported":250"#) }, "the result of the job")
            let end = try #require(lines.last)
            try #require(end.hasPrefix("historical-import: complete in "), "\(result)")
            try #require(end.hasSuffix("; published 250 to weather"), "\(result)")
        }

        @Test func importThatFailsSaysWhy() async throws {
            let result = try await run("file", file: "no-such-file.csv")
            try #require(result.exit == .code(1), "\(result)")
            try #require(result.error.contains("no-such-file.csv"), "\(result)")
        }

        @Test func parametersThatDoNotSuitTheJobAreToldBeforeAnythingStarts() async throws {
            let result = try await run("path")
            try #require(result.exit == .code(64), "\(result)")
            try #require(result.error.contains("file"), "\(result)")
            try #require(result.output.isEmpty, "\(result)")
        }

        @Test func scriptOfTheDemoImportsTheWholeTable() async throws {
            let script = try String(contentsOf: Repository.demo, encoding: .utf8)
            let command = try #require(script.split(separator: "\n").last { $0.hasPrefix("exec ") })
            let deployment = Deployment(try .ratchet, on: "nowhere.invalid:9092")
            defer { deployment.close() }
            let demo = try deployment.startShell(
                "demo",
                "set -- --json; ratchet=$0; cd '\(Repository.root.path)'; \(command)"
            )
            let exit = try await demo.waitForExit()
            let output = demo.standardOutput.text
            try #require(exit == .code(0), "\(output)\(demo.standardError.text)")
            try #require(output.contains(#""published":{"weather":26115}"#), "\(output)")
        }

        /// `name`: of the parameter that has the file.
        private func run(_ name: String, file: String? = nil) async throws -> CommandResult {
            try await withTemporaryDirectory { folder in
                let excerpt = try WeatherExcerpt(rows: 250, in: folder)
                let deployment = Deployment(try .ratchet, on: "nowhere.invalid:9092")
                defer { deployment.close() }
                let parameters = #"{"\#(name)":"\#(file ?? excerpt.url.path)","topic":"weather"}"#
                return try await deployment.run(
                    "dev",
                    "--trigger",
                    "historical-import",
                    "--parameters",
                    parameters
                )
            }
        }
    }
}
