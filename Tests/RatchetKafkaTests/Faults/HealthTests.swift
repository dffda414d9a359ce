import KafkaClient
import KafkaTestSupport
import RatchetEngine
import Synchronization
import Testing

@testable import RatchetKafka

@Suite struct HealthTests {
    private static let produce: Int16 = 0
    private static let addPartitions: Int16 = 24
    private static let commitOffsets: Int16 = 28

    @Test func itIsReadyWhenNothingConcernsIt() {
        let told = Mutex<[Report]>([])
        let monitor = HealthMonitor { report in told.withLock { $0.append(report) } }
        #expect(monitor.health == .notReady(["it has not joined its group yet", "it is starting"]))
        monitor.clear(.start)
        monitor.clear(.group)
        #expect(monitor.health == .ready)
        monitor.raise(.producer(1), "b")
        monitor.raise(.group, "a")
        #expect(monitor.health == .notReady(["a", "b"]))
        monitor.clear(.producer(1))
        monitor.clear(.group)
        monitor.clear(.group)
        #expect(
            told.withLock { $0.map(\.message) } == [
                "The executor is ready", "The executor is not ready", "The executor is ready",
            ]
        )
        #expect(told.withLock { $0[1].metadata } == ["why": "b"])
    }

    @Test func someCommitsMayFail() {
        let monitor = HealthMonitor { _ in }
        monitor.clear(.start)
        monitor.clear(.group)
        let error = KafkaError(.transport, "gone")
        for _ in 0..<2 {
            for _ in 0..<2 { monitor.failedToCommit(error) }
            #expect(monitor.health == .ready)
            monitor.committed()
        }
        for _ in 0..<3 { monitor.failedToCommit(error) }
        #expect(monitor.health == .notReady(["3 transactions in a row did not commit: \(error)"]))
        monitor.committed()
        #expect(monitor.health == .ready)
    }

    /// GROUP_AUTHORIZATION_FAILED.
    @Test func anExecutorThatMayNotCommitIsNotReadyUntilItMay() async throws {
        let executor = try MockExecutor()
        try await executor.waitUntilOwner()
        try await executor.bringToGate("run")
        #expect(executor.health == .ready)
        executor.cluster.fail(Array(repeating: .init(rawValue: 30), count: 10_000), request: Self.commitOffsets)
        executor.gate.open(for: "run")
        try await eventually("an executor that is not ready") {
            executor.health == .ready ? nil : true
        }
        executor.cluster.failNoMore(request: Self.commitOffsets)
        #expect(try await executor.end(of: "run").status == .complete)
        #expect(executor.health == .ready)
        #expect(executor.log.committed.lines["run"] == ["1", "2", "3"])
        await executor.stop()
    }

    /// TOPIC_AUTHORIZATION_FAILED for what a step writes, then for its failure.
    @Test(arguments: [produce, addPartitions])
    func anExecutorWhoseRecordsAreRefusedIsNotReadyUntilTheyAreNot(request: Int16) async throws {
        let executor = try MockExecutor(refusalRest: 200)
        try await executor.waitUntilOwner()
        try await executor.bringToGate("run")
        let failures = Mutex(0)
        executor.log.expect(.aborted) { [cluster = executor.cluster] _ in
            let count = failures.withLock { count in
                count += 1
                return count
            }
            // Three tries of each.
            if count == 6 { cluster.failNoMore(request: request) }
        }
        executor.cluster.fail(Array(repeating: .init(rawValue: 29), count: 10_000), request: request)
        executor.gate.open(for: "run")
        let end = try await executor.end(of: "run")
        #expect(end.status == .complete)
        #expect(end.number.attempt == 1)
        #expect(executor.log.committed.letters["run"] == nil)
        #expect(executor.log.committed.lines["run"] == ["1", "2", "3"])
        #expect(executor.log.reports(.error).last == "A record is refused for now: it is tried again")
        #expect(executor.health == .ready)
        let words = executor.log.entries.compactMap { entry in
            if case .report(let report) = entry { report.metadata["why"] } else { nil }
        }
        #expect(words.last == "records that are refused for now: 1")
        await executor.stop()
    }

    @Test func anExecutorWhoseBrokersAreAwayIsNotReadyUntilTheyAreBack() async throws {
        let executor = try MockExecutor()
        try await executor.waitUntilOwner()
        try await executor.bringToGate("run")
        try executor.cluster.takeDown()
        executor.gate.open(for: "run")
        try await eventually("an executor that is not ready") {
            executor.health == .notReady(["a transaction takes more than 5.0 seconds"]) ? true : nil
        }
        try executor.cluster.bringUp()
        #expect(try await executor.end(of: "run").status == .complete)
        try await eventually("an executor that is ready") {
            executor.health == .ready ? true : nil
        }
        #expect(executor.log.committed.lines["run"] == ["1", "2", "3"])
        await executor.stop()
    }
}
