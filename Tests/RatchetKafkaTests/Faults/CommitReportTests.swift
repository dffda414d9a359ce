import KafkaClient
import KafkaTestSupport
import Testing

@testable import RatchetKafka

/// One event, one line.
@Suite struct CommitReportTests {
    private static let commitOffsets: Int16 = 28
    private static let endTransaction: Int16 = 26

    @Test(arguments: [
        (commitOffsets, KafkaError.Code(rawValue: 30), "A transaction did not commit"),
        (commitOffsets, .init(rawValue: 47), "A transaction did not commit"),
        (endTransaction, .init(rawValue: 90), "The outcome of a commit is unknown; asking the group"),
    ])
    func aCommitThatFailsIsToldOnce(request: Int16, code: KafkaError.Code, line: String) async throws {
        let executor = try MockExecutor()
        try await executor.waitUntilOwner()
        try await executor.bringToGate("run")
        executor.cluster.fail([code], request: request)
        executor.gate.open(for: "run")
        try await executor.end(of: "run")
        #expect(executor.log.reports(.warning, .error) == [line])
        await executor.stop()
    }
}
