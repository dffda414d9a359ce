import Foundation
import KafkaTestSupport
import RatchetEngine
import Testing

/// Three executors under load, of which the first goes away.
struct TakeOverBench {
    /// Small steps, so that nearly always something is about to be committed.
    private static let steps = 400
    private static let pace = 50

    let bench: Bench
    let watch: RunWatch
    let ids: [String]
    let executors: [ExecutorProcess]

    var first: ExecutorProcess { executors[0] }

    init(_ bench: Bench, _ watch: RunWatch) async throws {
        self.bench = bench
        self.watch = watch
        executors = try await bench.deployment.startExecutors("executor-1", "executor-2", "executor-3")
        ids = try await bench.startLedgers((1...30).map { "run-\($0)" }, steps: Self.steps, pace: Self.pace)
    }

    /// Lets the first executor go in the middle of its work, and waits until all its runs are at work elsewhere.
    func measure(_ goAway: (ExecutorProcess) -> Void) async throws -> TakeOverTimes {
        let name = try #require(first.name)
        // All are settled, and at work.
        try await eventually("20 steps of each run", within: .seconds(90)) {
            ids.allSatisfy { watch.latest($0)?.number.seq ?? 0 > 20 } ? true : nil
        }
        let start = SystemTime.now
        goAway(first)
        let left = try await eventually("what it had", within: .seconds(30)) {
            watch.live(of: name) > 0 ? ids.filter { watch.latest($0)?.executor == name } : nil
        }
        var times: [Int64] = []
        for id in left {
            let next = try await eventually("\(id) elsewhere", within: .seconds(120)) {
                watch.history(id).last { $0.executor == name }.flatMap { last in
                    watch.history(id).first { $0.executor != name && $0.updated >= max(start, last.updated) }
                }
            }
            times.append(next.updated - start)
        }
        return TakeOverTimes(times)
    }

    /// To the end of all runs: no call was made twice, none is missing.
    func checkEveryStepWasCalledOnce() async throws {
        try await watch.ends(of: ids, within: .seconds(240))
        for id in ids {
            try await bench.checkOutput(of: id, is: (1...Self.steps).map(String.init))
        }
        let calls = bench.lines("ledger.calls")
        try #require(Set(calls).count == calls.count, "calls were made more than once")
        try #require(calls.count == ids.count * (Self.steps + 1))
    }
}

/// Gives `body` three executors with these settings, under load.
func withTakeOver(_ settings: TakeOverSettings, _ body: (TakeOverBench) async throws -> Void) async throws {
    try await withBench(settings: settings.environment) { bench, watch in
        try await body(try await TakeOverBench(bench, watch))
    }
}
