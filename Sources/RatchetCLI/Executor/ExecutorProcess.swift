import Ratchet
import RatchetEngine
import RatchetKafka

/// An executor as long as its process lives: ends on SIGTERM or SIGINT, and logs its metrics meanwhile.
struct ExecutorProcess: Sendable {
    /// Not run yet.
    let executor: KafkaExecutor
    let metricsInterval: Duration
    let logger: Logger

    /// Runs until a signal comes and what runs then has ended.
    ///
    /// Throws what the executor throws, and a ``CommandFailure`` when too many steps hang.
    func run() async throws {
        try await run(StopFlag())
    }

    /// Runs until a signal comes or `body` is done.
    ///
    /// - Parameter body: goes on beside the executor; told by the flag when nobody waits for it any more.
    /// - Returns: what `body` gives.
    /// - Throws: what `body` or the executor throws.
    func run<Result: Sendable>(
        beside body: @Sendable (StopFlag) async throws -> Result
    ) async throws -> Result {
        let stop = StopFlag()
        async let running: Void = run(stop)
        defer { executor.stop() }
        let result = try await body(stop)
        executor.stop()
        try await running
        return result
    }

    private func run(_ stop: StopFlag) async throws {
        let signals = StopSignals {
            logger.notice("stopping: a second signal ends the process at once")
            stop.set()
            executor.stop()
        }
        defer {
            stop.set()
            withExtendedLifetime(signals) {}
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await logMetrics() }
            group.addTask { try await perform() }
            // The metrics end with the executor.
            try await group.next()
            group.cancelAll()
        }
    }

    private func perform() async throws {
        guard case .exhausted = try await executor.run() else { return }
        throw CommandFailure(.fault, "too many steps hang: restart the executor")
    }

    private func logMetrics() async {
        while (try? await Task.sleep(for: metricsInterval)) != nil {
            let metrics = executor.metrics
            let counts = [
                "steps": "\(metrics.steps)",
                "commits": "\(metrics.commits)",
                "troubles": "\(metrics.troubles)",
                "ready": "\(executor.health == .ready)",
            ]
            logger.info("metrics", metadata: counts.merging(executor.clients.summary) { count, _ in count })
            for client in executor.clients.clients {
                logger.debug("metrics of a Kafka client", metadata: client.metadata)
            }
        }
    }
}
