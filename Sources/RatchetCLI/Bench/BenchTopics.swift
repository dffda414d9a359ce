import KafkaClient
import Ratchet
import RatchetKafka

/// A deployment of a bench's own.
struct BenchTopics {
    /// Of the group, too.
    let name: String
    let layout: TopicLayout

    /// Does something with new topics, to its end or until SIGTERM or SIGINT; they are deleted however it ends, unless they
    /// are to be kept.
    ///
    /// - Parameters:
    ///   - partitions: of the topics.
    ///   - cluster: where they are.
    ///   - isKept: leaves the topics as they are in the end.
    ///   - logger: gets what goes wrong with them.
    ///   - onInterrupt: makes `body` end early; any thread.
    ///   - body: is given the topics.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws, and a ``CommandFailure`` when it was interrupted.
    static func with<Result>(
        _ partitions: Int,
        on cluster: ClientConfiguration,
        kept isKept: Bool,
        _ logger: Logger,
        onInterrupt: @escaping @Sendable () -> Void,
        do body: (BenchTopics) async throws -> Result
    ) async throws -> Result {
        let name = "bench-\(String(UInt64.random(in: 0..<(1 << 40)), radix: 36))"
        let layout = try TopicLayout(prefix: "\(name).", partitions: partitions, replicationFactor: 1)
        let interrupted = StopFlag()
        let signals = StopSignals {
            logger.notice("stopping: a second signal ends the process at once, and leaves the topics")
            interrupted.set()
            onInterrupt()
        }
        defer { withExtendedLifetime(signals) {} }
        let topics = BenchTopics(name: name, layout: layout)
        let result: Swift.Result<Result, any Error>
        do {
            try await blocking { _ = try DeployedTopics(configuration: cluster, layout: layout).createMissing() }
            result = .success(try await body(topics))
        } catch {
            result = .failure(error)
        }
        if !isKept { await topics.delete(on: cluster, logger) }
        if interrupted.isSet { throw CommandFailure(.failed, "the bench was interrupted") }
        return try result.get()
    }

    /// Logs what cannot be deleted; how the bench ended matters more.
    private func delete(on cluster: ClientConfiguration, _ logger: Logger) async {
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
}
