import Foundation
import KafkaTestSupport

/// A process `ratchet executor`.
struct ExecutorProcess: Sendable {
    let label: String
    let process: ChildProcess

    /// What it calls itself in checkpoints; nil before it says so.
    var name: String? {
        let log = process.standardError.text
        guard let mark = log.firstRange(of: " executor=") else { return nil }
        return String(log[mark.upperBound...].prefix { !$0.isWhitespace })
    }

    /// Waits until it says that its brokers are away.
    func waitUntilItWaits() async throws {
        let words = "The brokers do not say what topics there are; asking again"
        try await process.waitForLine(containing: words)
    }

    /// Waits until the group has given it work.
    func waitUntilOwner() async throws {
        try await process.waitForLine(containing: "A partition is owned")
    }
}

extension Deployment {
    /// Starts executors and waits until each of them owns partitions.
    func startExecutors(_ labels: String...) async throws -> [ExecutorProcess] {
        let executors = try labels.map { ExecutorProcess(label: $0, process: try start($0, ["executor"])) }
        for executor in executors { try await executor.waitUntilOwner() }
        return executors
    }

    func startExecutor(_ label: String) async throws -> ExecutorProcess {
        let executor = ExecutorProcess(label: label, process: try start(label, ["executor"]))
        try await executor.waitUntilOwner()
        return executor
    }
}
