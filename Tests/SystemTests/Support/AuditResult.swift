import Foundation
import KafkaTestSupport

/// What `audit --json` has told.
struct AuditResult: Sendable {
    struct Violation: Decodable, Sendable {
        let kind: String
        let topic: String
        let partition: Int32
        let offset: Int64
        let jobId: String?
        let message: String

        /// As `kind@topic/partition/offset run`.
        var evidence: String { "\(kind)@\(topic)/\(partition)/\(offset) \(jobId ?? "-")" }
    }

    struct Summary: Decodable, Sendable {
        let violations: Int
        let unconfirmed: Int
        let records: [String: Int]
        let runs: [String: Int]
        let waitingTriggers: Int
        let restingMail: Int
        let publishedRecords: Int
        let unchecked: [String: Int]
    }

    let exit: ChildProcess.Exit
    let violations: [Violation]
    let summary: Summary
    /// On standard error.
    let words: String
}

extension Deployment {
    /// Audits all topics, and what was published to `output`.
    func audit(output: String? = nil, _ more: String...) async throws -> AuditResult {
        let arguments = ["audit", "--json"] + (output.map { ["--output", $0] } ?? []) + more
        return try AuditResult(try await run(arguments))
    }
}

extension AuditResult {
    init(_ result: CommandResult) throws {
        let lines = result.output.split(separator: "\n").map { Data($0.utf8) }
        guard let last = lines.last else { throw SupportError(.exited, "audit: \(result)") }
        exit = result.exit
        violations = try lines.dropLast().map { try JSONDecoder().decode(Violation.self, from: $0) }
        summary = try JSONDecoder().decode(Summary.self, from: last)
        words = result.error
    }
}
