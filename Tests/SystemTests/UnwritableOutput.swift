import KafkaTestSupport
import Testing

@testable import RatchetCLI

extension SystemTests {
    /// What a shell does to a program's standard output, and what it says in bytes that are not UTF-8.
    @Suite(.requiresKafka) struct UnwritableOutput {
        enum Output: String, CaseIterable {
            case full = #""$0" $COMMAND > /dev/full"#
            case closed = #""$0" $COMMAND >&-"#
            case readerGone = #"exec 3> >(:); wait $!; "$0" $COMMAND >&3"#

            var exit: ChildProcess.Exit { .code(self == .readerGone ? 141 : 74) }
        }

        /// What makes each command write something; nil for one that has nothing to write.
        private static let arguments: [String: String?] = [
            "dev": "",
            "executor": nil as String?,
            "topics apply": "--prefix unwritable-$RANDOM-$RANDOM.",
            "topics check": "--prefix nowhere.",
            "trigger": #"quiet --parameters '{"note":"","times":1}'"#,
            "jobs list": "--follow",
            "jobs show": "run",
            "jobs terminate": "run",
            "audit": "",
            "bench chain": "--jobs 1 --steps 2 --partitions 1",
            "bench opening": "--runs 2 --partitions 1",
        ]

        private static let commands = leaves(of: .ratchet, after: [])

        private static func leaves(of tree: CommandTree, after path: [String]) -> [String] {
            switch tree {
            case .command: [path.joined(separator: " ")]
            case .group(_, let members): members.flatMap { leaves(of: $0, after: path + [$0.configuration.name]) }
            }
        }

        @Test func isToldByEveryCommand() async throws {
            try #require(Set(Self.arguments.keys) == Set(Self.commands), "a command is new: say what makes it write")
            try await withBench { bench, watch in
                let executor = try await bench.deployment.startExecutor("executor")
                try await bench.checkComplete(try await bench.startLedgers(["run"], steps: 1), steps: 1)
                for command in Self.commands {
                    guard let arguments = Self.arguments[command] ?? nil else { continue }
                    for output in Output.allCases {
                        let result = try await shell("\(command) \(arguments)", output, on: bench.deployment)
                        try #require(result.exit == output.exit, "\(command), \(output): \(result)")
                        let errors = result.error.split(separator: "\n").filter { $0.hasPrefix("error:") }
                        switch output {
                        case .readerGone:
                            try #require(errors.filter { $0.contains("standard output") }.isEmpty, "\(result)")
                        case .full:
                            try #require(errors.last?.hasSuffix("No space left on device") ?? false, "\(result)")
                        case .closed: try #require(errors.last?.hasSuffix("it is closed") ?? false, "\(result)")
                        }
                    }
                }
                try #require(executor.process.exit == nil)
            }
        }

        @Test(arguments: Output.allCases) func isToldOfHelp(output: Output) async throws {
            let deployment = Deployment(try .ratchet, on: "nowhere.invalid:9092")
            defer { deployment.close() }
            for command in Self.commands + [""] {
                let result = try await shell("\(command) --help", output, on: deployment)
                try #require(result.exit == output.exit, "\(command): \(result)")
                try #require(result.error.split(separator: "\n").count == (output == .readerGone ? 0 : 1), "\(result)")
            }
        }

        @Test func bytesThatAreNotUTF8AreRefusedByEveryCommand() async throws {
            let deployment = Deployment(try .ratchet, on: "nowhere.invalid:9092")
            defer { deployment.close() }
            for command in Self.commands {
                let argument = try await shell(#""$0" \#(command) --tenant $'m\xfcller'"#, on: deployment)
                try #require(argument.exit == .code(64), "\(command): \(argument)")
                try #require(argument.error.contains(#"(after --tenant) is not UTF-8: 'm\xFCller'"#), "\(argument)")
                let variable = try await shell(#"RATCHET_PREFIX=$'\xfc' "$0" \#(command)"#, on: deployment)
                try #require(variable.exit == .code(64), "\(command): \(variable)")
                try #require(variable.error.contains("RATCHET_PREFIX is not UTF-8"), "\(variable)")
            }
        }

        /// A log that cannot be written harms nothing.
        @Test(arguments: ["2> /dev/full", "2>&-", "2> >(:)"]) func executorWorksWithoutItsLog(log: String) async throws
        {
            try await withBench { bench, watch in
                let executor = try bench.deployment.startShell("executor", "exec \"$0\" executor \(log)")
                try await bench.checkComplete(try await bench.startLedgers(["run"], steps: 3), steps: 3)
                executor.send(.terminate)
                try #require(try await executor.waitForExit() == .code(0))
            }
        }

        private func shell(_ command: String, _ output: Output, on deployment: Deployment) async throws -> CommandResult
        {
            try await shell(output.rawValue.replacing("$COMMAND", with: command), on: deployment)
        }

        private func shell(_ command: String, on deployment: Deployment) async throws -> CommandResult {
            let process = try deployment.startShell(command, command)
            let exit = try await process.waitForExit()
            return CommandResult(exit: exit, output: process.standardOutput.text, error: process.standardError.text)
        }
    }
}
