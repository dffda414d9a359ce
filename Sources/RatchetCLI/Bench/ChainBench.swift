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

    /// Runs to the end, or until SIGTERM or SIGINT.
    ///
    /// Throws a ``CommandFailure`` when it was interrupted.
    package func run(on cluster: ClientConfiguration, logger: Logger) async throws -> Report {
        let (done, signal) = AsyncStream.makeStream(of: Void.self)
        return try await BenchTopics.with(partitions, on: cluster, kept: keepsTopics, logger) {
            signal.finish()
        } do: { topics in
            let watch = ChainWatch(jobs: jobs, steps: steps) { signal.finish() }
            return try await measure(watch, on: cluster, topics.layout, group: topics.name, logger) {
                for await _ in done {}
            }
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
