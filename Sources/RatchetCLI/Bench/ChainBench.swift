import KafkaClient
import Ratchet
import RatchetEngine
import RatchetKafka

/// Chains of small steps through the real engine, on topics of its own that are deleted afterwards.
package struct ChainBench {
    package var jobs = 2000
    package var steps = 200
    package var partitions = 12
    /// Bytes of a record's value: parameters and state.
    package var valueBytes = 200
    package var slots = Settings().slots
    var producers = 4
    /// Leave the topics as they are in the end.
    package var keepsTopics = false

    package struct Report: Encodable {
        /// The prefix of the topics.
        let prefix: String
        let jobs: Int
        let steps: Int
        let partitions: Int
        let valueBytes: Int
        let stepsPerSecond: Double
        let p50Milliseconds: Double
        let p99Milliseconds: Double
        let stepsPerTransaction: Double
        let seconds: Double
    }

    package init() {}

    /// Runs to the end, or until SIGTERM or SIGINT; the topics are deleted however it ends, unless they are to be kept.
    ///
    /// Throws a ``CommandFailure`` when it was interrupted.
    package func run(on cluster: ClientConfiguration, logger: Logger) async throws -> Report {
        let name = "bench-\(String(UInt64.random(in: 0..<(1 << 40)), radix: 36))"
        let layout = try TopicLayout(prefix: "\(name).", partitions: partitions, replicationFactor: 1)
        let interrupted = StopFlag()
        let (done, signal) = AsyncStream.makeStream(of: Void.self)
        let signals = StopSignals {
            logger.notice("stopping: a second signal ends the process at once, and leaves the topics")
            interrupted.set()
            signal.finish()
        }
        defer { withExtendedLifetime(signals) {} }
        let result: Result<Report, any Error>
        do {
            try await blocking { _ = try DeployedTopics(configuration: cluster, layout: layout).createMissing() }
            let watch = ChainWatch(jobs: jobs, steps: steps) { signal.finish() }
            result = .success(
                try await measure(watch, on: cluster, layout, group: name, logger) { for await _ in done {} }
            )
        } catch {
            result = .failure(error)
        }
        if !keepsTopics { await delete(layout, on: cluster, logger) }
        if interrupted.isSet { throw CommandFailure(.failed, "the bench was interrupted") }
        return try result.get()
    }

    /// Logs what cannot be deleted; how the bench ended matters more.
    private func delete(_ layout: TopicLayout, on cluster: ClientConfiguration, _ logger: Logger) async {
        do {
            let left = try await blocking {
                try Admin(configuration: cluster).deleteTopics(layout.specifications.map(\.name))
            }
            for (topic, error) in left {
                logger.error("A topic is left over", metadata: ["topic": topic, "error": "\(error)"])
            }
        } catch {
            logger.error("Topics may be left over", metadata: ["prefix": layout.prefix, "error": "\(error)"])
        }
    }

    private func measure(
        _ watch: ChainWatch,
        on cluster: ClientConfiguration,
        _ layout: TopicLayout,
        group: String,
        _ logger: Logger,
        untilEnd: () async -> Void
    ) async throws -> Report {
        var settings = ExecutorSettings(cluster: cluster, layout: layout, group: group)
        settings.slots = slots
        settings.producers = producers
        let pad = String(repeating: "x", count: max(0, valueBytes - Self.overhead))
        let executor = try KafkaExecutor(
            Jobs().adding { ChainJob(watch: watch, pad: pad) },
            settings: settings,
            logger: logger
        )
        let running = Task {
            // If it cannot run there is nothing to wait for.
            defer { watch.giveUp() }
            return try await executor.run()
        }
        do {
            try await blocking { try trigger(layout, cluster) }
            await untilEnd()
        } catch {
            executor.stop()
            _ = try? await running.value
            throw error
        }
        executor.stop()
        _ = try await running.value
        return report(watch.result, executor.metrics, layout)
    }

    /// A value with an empty pad: `{"parameters":{"number":1000,"steps":200},"state":{"step":100,"pad":""}}`.
    private static let overhead = 72

    private func report(_ result: ChainResult, _ metrics: Metrics, _ layout: TopicLayout) -> Report {
        Report(
            prefix: layout.prefix,
            jobs: jobs,
            steps: steps,
            partitions: partitions,
            valueBytes: valueBytes,
            stepsPerSecond: result.stepsPerSecond,
            p50Milliseconds: result.p50.seconds * 1000,
            p99Milliseconds: result.p99.seconds * 1000,
            stepsPerTransaction: Double(metrics.steps) / Double(max(metrics.commits, 1)),
            seconds: result.time.seconds
        )
    }

    private func trigger(_ layout: TopicLayout, _ cluster: ClientConfiguration) throws {
        let producer = try IdempotentProducer(configuration: cluster)
        for number in 0..<jobs {
            let value =
                #"{"job":"bench-chain","id":"chain-\#(number)","parameters":{"number":\#(number),"steps":\#(steps)}}"#
            producer.send(
                OutgoingRecord(topic: layout.name(of: .triggers), key: "chain-\(number)", value: Array(value.utf8))
            )
        }
        try producer.flush(timeout: .seconds(60))
        producer.close()
    }
}
