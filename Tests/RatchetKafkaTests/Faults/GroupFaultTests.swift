import KafkaClient
import KafkaTestSupport
import RatchetEngine
import Testing

@testable import RatchetKafka

/// What the group says, and what an executor makes of it.
@Suite struct GroupFaultTests {
    private static let heartbeat: Int16 = 12
    private static let commitOffsets: Int16 = 28

    private func executor() async throws -> MockExecutor {
        let executor = try MockExecutor()
        try await executor.waitUntilOwner()
        return executor
    }

    @Test(arguments: [KafkaError.Code.illegalGeneration, .unknownMember, .rebalanceInProgress])
    func aGroupThatRefusesACommitAndGivesNothingNewIsJoinedAnew(_ code: KafkaError.Code) async throws {
        let executor = try await executor()
        try await executor.bringToGate("run")
        executor.cluster.fail([code], request: Self.commitOffsets)
        executor.gate.open(for: "run")
        #expect(try await executor.end(of: "run").status == .complete)
        #expect(executor.log.committed.lines["run"] == ["1", "2", "3"])
        #expect(
            executor.log.reports(.warning) == [
                "The group refuses commits and gives no new partitions: it is joined anew",
                "The executor is not ready",
            ]
        )
        await executor.stop()
    }

    @Test func aConsumerThatFailsForGoodIsReplaced() async throws {
        let executor = try await executor()
        executor.cluster.fail([.fencedInstance], request: Self.heartbeat)
        try await executor.waitUntilAssignedAgain()
        try executor.trigger("run")
        executor.gate.open(for: "run")
        #expect(try await executor.end(of: "run").status == .complete)
        #expect(executor.log.reports(.error) == ["The consumer reports an error"])
        await executor.stop()
    }

    /// A consumer may report more than one fatal error, and a commit may be refused besides.
    @Test func aConsumerIsReplacedOnceWhateverElseItReports() async throws {
        let executor = try await executor()
        for _ in 0..<3 { executor.log.kafka.joinAnew() }
        try await executor.waitUntilAssignedAgain()
        try executor.trigger("run")
        executor.gate.open(for: "run")
        #expect(try await executor.end(of: "run").status == .complete)
        #expect(executor.log.entries.count { if case .lost = $0 { true } else { false } } == 1)
        #expect(executor.log.entries.count { if case .assigned = $0 { true } else { false } } == 2)
        await executor.stop()
    }

    @Test func aLeaseIsFencedOnceAndOnlyWhileItHolds() {
        let leases = Leases()
        #expect(!leases.fence(1))
        let lease = leases.add(GroupMetadata(unfencedGroup: "g"))
        #expect(leases.fence(lease))
        #expect(!leases.fence(lease))
        let next = leases.add(GroupMetadata(unfencedGroup: "g"))
        #expect(!leases.fence(lease))
        #expect(leases.fence(next))
    }
}

extension MockExecutor {
    fileprivate func waitUntilAssignedAgain() async throws {
        try await eventually("a second assignment") {
            log.entries.count { if case .assigned = $0 { true } else { false } } == 2 ? true : nil
        }
    }
}
