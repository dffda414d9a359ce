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
    /// - Returns: how long that took, and which runs they were.
    func measure(
        _ goAway: (ExecutorProcess) async throws -> Void
    ) async throws -> (times: TakeOverTimes, runs: [String]) {
        let name = try #require(first.name)
        // All are settled, and at work.
        try await eventually("20 steps of each run", within: .seconds(90)) {
            ids.allSatisfy { watch.latest($0)?.number.seq ?? 0 > 20 } ? true : nil
        }
        try #require(watch.live(of: name) > 0, "it has nothing to do")
        try await goAway(first)
        let start = SystemTime.now
        let left = ids.filter { watch.latest($0)?.executor == name }
        var times: [Int64] = []
        for id in left {
            let next = try await eventually("\(id) elsewhere", within: .seconds(120)) {
                watch.history(id).last { $0.executor == name }.flatMap { last in
                    watch.history(id).first { $0.executor != name && $0.updated >= max(start, last.updated) }
                }
            }
            times.append(next.updated - start)
        }
        return (TakeOverTimes(times), left)
    }

    /// Makes transactions so slow that there is nearly always one that is open, as after the loss of a broker.
    ///
    /// - Returns: what makes them fast again.
    func slowTransactionsDown() async throws -> () throws -> Void {
        proxy.shape { $0.delay = .milliseconds(250) }
        let steps = watch.steps
        try await eventually("steps over a slow network", within: .seconds(60)) {
            watch.steps > steps + 100 ? true : nil
        }
        return { try proxy.heal() }
    }

    /// To the end of all runs: each step committed once, and those of the executor that was told to stop called once.
    ///
    /// The group may also move partitions between those that stay: what ran there at that moment is called again.
    ///
    /// - Returns: how many calls of runs of the others were repeated.
    func checkEveryStepWasDoneOnce(_ left: [String]) async throws -> Int {
        try await watch.ends(of: ids, within: .seconds(240))
        for id in ids {
            try await bench.checkOutput(of: id, is: (1...Self.steps).map(String.init))
        }
        let calls = bench.lines("ledger.calls")
        try #require(Set(calls).count == ids.count * (Self.steps + 1))
        let repeated = Dictionary(grouping: calls, by: \.self).filter { $0.value.count > 1 }.keys
        let ofLeft = repeated.filter { call in left.contains { call.hasPrefix("\($0) ") } }
        try #require(ofLeft.isEmpty, "calls of the stopped executor's runs were repeated")
        return repeated.count
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
