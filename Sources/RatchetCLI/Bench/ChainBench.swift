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
    package var slots = 64
    var producers = 4

    package struct Report: Encodable {
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

    package func run(on cluster: ClientConfiguration, logger: Logger) async throws -> Report {
        let name = "bench-\(String(UInt64.random(in: 0..<(1 << 40)), radix: 36))"
        let layout = try TopicLayout(prefix: "\(name).", partitions: partitions, replicationFactor: 1)
        try await blocking { _ = try DeployedTopics(configuration: cluster, layout: layout).createMissing() }
        var settings = ExecutorSettings(cluster: cluster, layout: layout, group: name)
        settings.slots = slots
        settings.producers = producers
        let (done, signal) = AsyncStream.makeStream(of: Void.self)
        let watch = ChainWatch(jobs: jobs, steps: steps) { signal.finish() }
        let pad = String(repeating: "x", count: max(0, valueBytes - Self.overhead))
        let executor = try KafkaExecutor(
            Jobs().adding { ChainJob(watch: watch, pad: pad) },
            settings: settings,
            logger: logger
        )
        let running = Task {
            // If it cannot run there is nothing to wait for.
            defer { signal.finish() }
            return try await executor.run()
        }
        try await blocking { try trigger(layout, cluster) }
        for await _ in done {}
        executor.stop()
        _ = try await running.value
        try await blocking {
            _ = try Admin(configuration: cluster).deleteTopics(layout.specifications.map(\.name))
        }
        return report(watch.result, executor.metrics)
    }

    /// Of a value with an empty pad: `{"parameters":{"number":1000,"steps":200},"state":{"step":100,"pad":""}}`.
    private static let overhead = 72

    private func report(_ result: ChainResult, _ metrics: Metrics) -> Report {
        Report(
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
