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
    /// Between the executors and their broker.
    private let proxy: TCPProxy

    var first: ExecutorProcess { executors[0] }

    init(_ bench: Bench, _ watch: RunWatch, proxy: TCPProxy) async throws {
        self.bench = bench
        self.watch = watch
        self.proxy = proxy
        executors = try await bench.deployment.startExecutors("executor-1", "executor-2", "executor-3")
        ids = try await bench.startLedgers((1...30).map { "run-\($0)" }, steps: Self.steps, pace: Self.pace)
    }

    /// Lets the first executor go in the middle of its work, and waits until all its runs are at work elsewhere.
    ///
    /// - Returns: how long that took.
    func measure(_ goAway: (ExecutorProcess) async throws -> Void) async throws -> TakeOverTimes {
        let name = try #require(first.name)
        // All are settled, and at work.
        try await eventually("20 steps of each run") {
            ids.allSatisfy { watch.latest($0)?.number.seq ?? 0 > 20 } ? true : nil
        }
        try #require(watch.live(of: name) > 0, "it has nothing to do")
        try await goAway(first)
        let start = SystemTime.now
        let left = ids.filter { watch.latest($0)?.executor == name }
        var times: [Int64] = []
        for id in left {
            let next = try await eventually("\(id) elsewhere") {
                watch.history(id).last { $0.executor == name }.flatMap { last in
                    watch.history(id).first { $0.executor != name && $0.updated >= max(start, last.updated) }
                }
            }
            times.append(next.updated - start)
        }
        return TakeOverTimes(times)
    }

    /// Makes transactions so slow that there is nearly always one that is open, as after the loss of a broker.
    ///
    /// - Returns: what makes them fast again.
    func slowTransactionsDown() async throws -> () throws -> Void {
        proxy.shape { $0.delay = .milliseconds(250) }
        let steps = watch.steps
        try await eventually("steps over a slow network") {
            watch.steps > steps + 100 ? true : nil
        }
        return { try proxy.heal() }
    }

    /// To the end of all runs: each step was called once and committed once, also where the group has moved partitions
    /// between those that stayed.
    func checkEveryStepWasCalledOnce() async throws {
        try await watch.ends(of: ids)
        for id in ids {
            try await bench.checkOutput(of: id, is: (1...Self.steps).map(String.init))
        }
        let calls = bench.lines("ledger.calls")
        try #require(Set(calls).count == ids.count * (Self.steps + 1), "calls are missing")
        let repeated = Dictionary(grouping: calls, by: \.self).filter { $0.value.count > 1 }.keys
        try #require(repeated.isEmpty, "calls were repeated")
    }
}

/// Gives `body` three executors with these settings, under load.
func withTakeOver(_ settings: TakeOverSettings, _ body: (TakeOverBench) async throws -> Void) async throws {
    try await withKafkaCluster(behindProxies: true) { cluster in
        let proxy = try #require(cluster.brokers[0].proxy)
        try await withBench(on: cluster.bootstrapServers, settings: settings.environment) { bench, watch in
            try await body(try await TakeOverBench(bench, watch, proxy: proxy))
        }
    }
}
