import KafkaClient
import Ratchet
import RatchetEngine
import Synchronization

/// Gives steps their secrets, and shows their progress and log lines in `activity`: soon, and without a promise.
final class ActivityServices: StepServices {
    private let secrets: Secrets
    private let producer: IdempotentProducer
    private let topic: String
    private let logger: Logger
    /// When the progress of a run was last sent.
    private let sent = Mutex<[String: Milliseconds]>([:])

    /// The least time between two progress records of a run.
    private static let interval: Milliseconds = 100

    init(_ settings: ExecutorSettings, secrets: Secrets, logger: Logger) throws {
        self.secrets = secrets
        self.logger = logger
        topic = settings.layout.name(of: .activity)
        producer = try IdempotentProducer(configuration: settings.cluster)
    }

    func close() { producer.close() }

    func secret(named name: String) async throws -> String? { try secrets.secret(named: name) }

    func report(_ progress: Ratchet.Progress, jobId: String, seq: Int) {
        let now = SystemClock.now
        let isDue = sent.withLock { sent in
            if let last = sent[jobId], now.uptime - last < Self.interval { return false }
            if sent.count > 10_000 { sent = sent.filter { now.uptime - $0.value < Self.interval } }
            sent[jobId] = now.uptime
            return true
        }
        guard isDue else { return }
        var value = ByteWriter(capacity: 256)
        ActivityWriter.progress(progress, jobId: jobId, seq: seq, at: now.wall, into: &value)
        producer.send(OutgoingRecord(topic: topic, key: jobId, value: value.bytes))
    }

    func log(_ level: LogLevel, _ message: String, metadata: [String: String], call: StepCall) {
        logger.log(level: level, message, metadata: metadata)
        var value = ByteWriter(capacity: 512)
        ActivityWriter.log(
            level,
            message,
            metadata: metadata,
            jobId: call.jobId,
            seq: call.seq,
            at: SystemClock.now.wall,
            into: &value
        )
        producer.send(OutgoingRecord(topic: topic, key: call.jobId, value: value.bytes))
    }
}
