import KafkaClient
import Ratchet
import RatchetEngine
import RatchetKafka

/// How long an executor takes to take over partitions with many runs that wait or are over, and what it keeps of them in
/// memory: by the real executor, on topics of its own.
package struct OpeningBench {
    package var runs = 100_000
    /// The runs are over; otherwise they sleep.
    package var areFinished = false
    package var partitions = 12
    /// Bytes of a record's value: parameters and state.
    package var valueBytes = 200
    /// Leave the topics as they are in the end.
    package var keepsTopics = false

    package struct Report: Encodable {
        /// The prefix of the topics.
        let prefix: String
        let runs: Int
        let areFinished: Bool
        let partitions: Int
        let valueBytes: Int
        /// From the assignment until the last partition was owned.
        let seconds: Double
        let checkpointsPerSecond: Double
        /// What malloc has handed out, beyond what it has for an executor of the same partitions without any run.
        let bytesPerRun: Double
    }

    package init() {}

    /// Runs to the end, or until SIGTERM or SIGINT.
    ///
    /// Throws a ``CommandFailure`` when it was interrupted.
    package func run(on cluster: ClientConfiguration, logger: Logger) async throws -> Report {
        let interrupted = StopFlag()
        let watch = OpeningWatch()
        return try await BenchTopics.with(partitions, on: cluster, kept: keepsTopics, logger) {
            interrupted.set()
            watch.giveUp()
        } do: { topics in
            let empty = try await open(topics, on: cluster, watch)
            try await blocking { try write(to: topics.layout, on: cluster, unless: interrupted) }
            let full = try await open(topics, on: cluster, watch)
            return Report(
                prefix: topics.layout.prefix,
                runs: runs,
                areFinished: areFinished,
                partitions: partitions,
                valueBytes: valueBytes,
                seconds: full.time.seconds,
                checkpointsPerSecond: Double(runs) / max(full.time.seconds, 1e-3),
                bytesPerRun: Double(full.bytes - empty.bytes) / Double(runs)
            )
        }
    }

    /// Runs an executor until it owns all partitions.
    private func open(
        _ topics: BenchTopics,
        on cluster: ClientConfiguration,
        _ watch: OpeningWatch
    ) async throws -> (time: Duration, bytes: Int) {
        let executor = try KafkaExecutor(
            Jobs(),
            settings: ExecutorSettings(cluster: cluster, layout: topics.layout, group: topics.name),
            logger: Logger(label: "ratchet", handler: watch)
        )
        let running = Task {
            do {
                _ = try await executor.run()
            } catch {
                // There is nothing to wait for.
                watch.giveUp()
                throw error
            }
        }
        let time = await watch.opening(of: partitions)
        let bytes = time == nil ? 0 : await ProcessMemory.settled()
        executor.stop()
        try await running.value
        guard let time else { throw CancellationError() }
        return (time, bytes)
    }

    private func write(to layout: TopicLayout, on cluster: ClientConfiguration, unless interrupted: StopFlag) throws {
        let producer = try IdempotentProducer(configuration: cluster)
        defer { producer.close() }
        let topic = layout.name(of: .checkpoints)
        let now = SystemClock.now.wall
        var (header, value) = (ByteWriter(), ByteWriter())
        for number in 0..<runs where !interrupted.isSet {
            let checkpoint = checkpoint(number, at: now)
            header.clear()
            value.clear()
            EnvelopeWriter.checkpoint(checkpoint, into: &header)
            EnvelopeWriter.value(checkpoint.run, state: checkpoint.state, into: &value)
            let headers = [(name: "ratchet", value: header.bytes)]
            producer.send(
                OutgoingRecord(topic: topic, key: checkpoint.run.jobId, value: value.bytes, headers: headers)
            )
        }
        try producer.flush(timeout: .seconds(60))
        guard producer.failures == 0 else {
            throw CommandFailure(.failed, "\(producer.failures) checkpoints were not written")
        }
    }

    private func checkpoint(_ number: Int, at now: Milliseconds) -> Checkpoint {
        let digits = String(number)
        let run = RunFacts(
            // As long as a UUID.
            jobId: "bench-opening/" + String(repeating: "0", count: 22 - digits.count) + digits,
            job: "bench-opening",
            tenant: "bench",
            priority: 5,
            created: now,
            scheduled: now,
            origin: Origin(kind: .trigger, at: "\(Topic.triggers.rawValue)/3/\(digits)"),
            traceparent: nil,
            parameters: Array(#"{"number":\#(digits)}"#.utf8)
        )
        var checkpoint = Checkpoint(start: run, at: now, executor: "bench")
        checkpoint.number = StepNumber(seq: 17, attempt: 1)
        checkpoint.started = now
        checkpoint.standing =
            areFinished ? .over(.complete, at: now) : .waiting(for: Wake(due: now + Self.year, reason: .sleep))
        let pad = String(repeating: "x", count: max(0, valueBytes - Self.overhead - digits.count))
        checkpoint.state = Array(#"{"pad":"\#(pad)"}"#.utf8)
        return checkpoint
    }

    private static let year: Milliseconds = 365 * 24 * 3_600_000
    /// A value with empty parameters and an empty pad: `{"parameters":{"number":},"state":{"pad":""}}`.
    private static let overhead = 45
}
