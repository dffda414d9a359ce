import Foundation
import KafkaTestSupport
import RatchetEngine
import RatchetKafka
import Testing

extension SystemTests {
    /// Runs that wait for so long that their owner keeps no more of them than where their checkpoint lies.
    @Suite(.requiresKafka) struct ColdRuns {
        @Test func runThatWaitsForLongBeginsAtItsTimeAndNotBefore() async throws {
            try await withBench { bench, watch in
                let executor = try await bench.deployment.startExecutor("executor")
                let ids = (1...8).map { "later-\($0)" }
                let due = try await bench.startLater(ids, in: 13)
                try await bench.checkComplete(try await bench.startLedgers(["now"], steps: 3), steps: 3)
                for id in ids { try #require(watch.latest(id)?.status == .scheduled, "\(id) waits") }
                try await bench.checkComplete(ids, steps: 2)
                try checkStart(of: ids, notBefore: due, watch)
                try #require(!executor.process.standardError.text.contains(notThere))
                try await bench.checkAudit()
            }
        }

        @Test func runThatWaitsBeginsAtItsTimeElsewhereWhenItsExecutorIsKilled() async throws {
            try await withBench { bench, watch in
                let first = try await bench.deployment.startExecutor("executor-1")
                let ids = (1...8).map { "later-\($0)" }
                let due = try await bench.startLater(ids, in: 25)
                try await first.process.kill()
                let second = try await bench.deployment.startExecutor("executor-2")
                try await bench.checkComplete(ids, steps: 2)
                try checkStart(of: ids, notBefore: due, watch)
                let name = try #require(second.name)
                try #require(ids.allSatisfy { watch.latest($0)?.executor == name })
                try #require(!second.process.standardError.text.contains(notThere))
                try await bench.checkAudit()
            }
        }

        @Test func terminateEndsARunThatWaitsAlsoUnderItsNextOwner() async throws {
            try await withBench { bench, watch in
                let first = try await bench.deployment.startExecutor("executor-1")
                _ = try await bench.startLater(["gone", "taken-over"], in: 3_600)
                try await terminate("gone", bench, watch)
                first.process.send(.terminate)
                try #require(try await first.process.waitForExit() == .code(0))
                _ = try await bench.deployment.startExecutor("executor-2")
                try await terminate("taken-over", bench, watch)
                try #require(bench.lines("ledger.calls").isEmpty)
                try await bench.checkAudit()
            }
        }

        @Test func runWhoseCheckpointCannotBeReadIsLeftAloneAndHoldsUpNoOther() async throws {
            try await withBench { bench, watch in
                let due = SystemTime.now + 1_000
                let torn = try await Planter(bench.deployment).tornCheckpoint("torn", due: due)
                let executor = try await bench.deployment.startExecutor("executor")
                let words = "A checkpoint cannot be read by this version: its run is left alone"
                try await executor.process.waitForLine(containing: words)
                try #require(SystemTime.now >= due, "it was fetched before its time")
                let neighbour = bench.deployment.neighbour(of: "torn")
                // A second start of it is none.
                try await bench.startLedgers(["torn", neighbour], steps: 3)
                try await bench.checkComplete([neighbour], steps: 3)
                try #require(watch.history("torn").isEmpty)
                try #require(watch.unreadable.map { $0.hasPrefix("\(torn)") } == [true])
                try #require(bench.lines("ledger.calls").allSatisfy { !$0.hasPrefix("torn") })
                try #require(executor.process.exit == nil)
            }
        }

        private func terminate(_ jobId: String, _ bench: Bench, _ watch: RunWatch) async throws {
            let result = try await bench.deployment.run("jobs", "terminate", jobId)
            try #require(result.exit == .code(0), "\(result)")
            try #require(result.output == "\(jobId): terminated\n")
            try #require(try await watch.end(of: jobId).status == .terminated)
            try #require(watch.latest(jobId)?.started == nil)
        }
    }

    /// Where compaction has taken the checkpoint away that a run's owner knows of: somebody else has written a later one.
    @Suite(.requiresKafkaHome) struct ColdRunsThatAreGone {
        @Test func runWhoseCheckpointIsNotWhereItWasIsFoundByReadingTheTableAnew() async throws {
            try await withEagerCompaction { bench, watch in
                let executor = try await bench.deployment.startExecutor("executor")
                let due = try await bench.startLater(["later"], in: 30)
                let checkpoint = try #require(watch.latest("later"))
                try await Planter(bench.deployment).checkpoint(checkpoint)
                // What is written behind it closes its segment.
                let neighbour = bench.deployment.neighbour(of: "later")
                try await bench.startLedgers([neighbour], steps: 1_000, pace: 20)
                let table = bench.deployment.name(of: .checkpoints)
                try await eventually("the first of two checkpoints compacted away") {
                    try await bench.deployment.read(table).count { $0.key == "later" } == 1 ? true : nil
                }
                try #require(SystemTime.now < due, "it was compacted too late")
                try await executor.process.waitForLine(containing: notThere)
                try await bench.checkComplete(["later"], steps: 2)
                try checkStart(of: ["later"], notBefore: due, watch)
                try await bench.checkComplete([neighbour], steps: 1_000)
            }
        }
    }
}

private let notThere = "A checkpoint is not where it was written"

private func checkStart(of ids: [String], notBefore due: Milliseconds, _ watch: RunWatch) throws {
    for id in ids {
        let started = try #require(watch.latest(id)?.started, "\(id)")
        try #require(started >= due, "\(id) began \(due - started) ms before its time")
    }
}

extension Bench {
    /// Starts runs that are to begin so many seconds from now, and waits until they wait.
    ///
    /// - Returns: when they are due.
    fileprivate func startLater(_ ids: [String], in seconds: Int) async throws -> Milliseconds {
        let due = SystemTime.now / 1_000 + Milliseconds(seconds)
        try await startLedgers(ids, steps: 2, notBefore: Date(timeIntervalSince1970: Double(due)))
        for id in ids { try await watch.wait(for: id) { $0.status == .scheduled } }
        return due * 1_000
    }
}
