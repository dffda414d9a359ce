import Ratchet
import RatchetEngine

/// The topics of a simulated cluster, and what the group has committed.
struct Broker {
    enum StepContent {
        case step(StepRecord)
        /// A record whose number can be read and nothing else.
        case torn(jobId: String)
        case garbage
    }

    enum TriggerContent {
        case start(RunFacts)
        case garbage(bytes: Int)
    }

    enum CommandContent {
        case command(Command, bytes: Int)
        case garbage
    }

    struct MailContent {
        let key: MailKey
        /// Nil where the row is settled.
        let mail: Mail?
    }

    struct CheckpointContent {
        let jobId: String
        /// Nil for a tombstone.
        let checkpoint: Checkpoint?
    }

    struct DeadContent {
        let key: String
        /// Nil for a tombstone.
        let letter: DeadLetter?
    }

    struct OutputContent {
        let output: Output
        let origin: OutputOrigin
    }

    /// Where a transaction may have written.
    enum Place: Hashable {
        case steps(Int)
        case checkpoints(Int)
        case dead(Int)
        case mail(Int)
        case outputs
        case notifications
    }

    var steps: [PartitionLog<StepContent>]
    var triggers: [PartitionLog<TriggerContent>]
    var commands: [PartitionLog<CommandContent>]
    var mail: [PartitionLog<MailContent>]
    var checkpoints: [PartitionLog<CheckpointContent>]
    var dead: [PartitionLog<DeadContent>]
    var outputs = PartitionLog<OutputContent>()
    var notifications = PartitionLog<Notification>()
    var committed: [CommittedPositions]
    /// Transactions whose offsets of a partition are neither committed nor aborted yet.
    var pendingOffsets: [Int]
    /// Of the transaction that wrote what is committed.
    private var committedOrder: [Int]

    init(partitions: Int) {
        steps = Array(repeating: PartitionLog(), count: partitions)
        triggers = Array(repeating: PartitionLog(), count: partitions)
        commands = Array(repeating: PartitionLog(), count: partitions)
        mail = Array(repeating: PartitionLog(), count: partitions)
        checkpoints = Array(repeating: PartitionLog(), count: partitions)
        dead = Array(repeating: PartitionLog(), count: partitions)
        committed = Array(repeating: CommittedPositions(offsets: [:], mark: nil), count: partitions)
        pendingOffsets = Array(repeating: 0, count: partitions)
        committedOrder = Array(repeating: 0, count: partitions)
    }

    mutating func commitOffsets(of part: PartitionBatch, order: Int) {
        let partition = Int(part.partition)
        guard order > committedOrder[partition] else { return }
        committedOrder[partition] = order
        committed[partition].offsets.merge(part.offsets) { _, new in new }
        committed[partition].mark = part.mark
    }

    mutating func mark(_ place: Place, _ transaction: Int, committed: Bool, at now: Milliseconds) {
        switch place {
        case .steps(let partition): steps[partition].mark(transaction, committed: committed, at: now)
        case .checkpoints(let partition): checkpoints[partition].mark(transaction, committed: committed, at: now)
        case .dead(let partition): dead[partition].mark(transaction, committed: committed, at: now)
        case .mail(let partition): mail[partition].mark(transaction, committed: committed, at: now)
        case .outputs: outputs.mark(transaction, committed: committed, at: now)
        case .notifications: notifications.mark(transaction, committed: committed, at: now)
        }
    }

    /// The last committed checkpoint of each run, by jobId, as a reader up to `end` finds it.
    func table(_ partition: Int, upTo end: Int64) -> [Checkpoint] {
        var last: [String: Checkpoint] = [:]
        for (_, content, _) in checkpoints[partition].visible(from: 0, upTo: end) {
            last[content.jobId] = content.checkpoint
        }
        return last.values.sorted { $0.run.jobId < $1.run.jobId }
    }

    /// The dead letters that stand.
    func letters() -> [String: DeadLetter] {
        var last: [String: DeadLetter] = [:]
        for log in dead {
            for (_, content, _) in log.visible(from: 0, upTo: log.stableEnd) { last[content.key] = content.letter }
        }
        return last
    }

    /// Removes the records that later ones of the same key have replaced.
    ///
    /// Mail only where every owner has read it, as its topic is set up.
    mutating func compact(_ partition: Int, at now: Milliseconds) {
        checkpoints[partition].compact(by: \.jobId, before: .max)
        mail[partition].compact(by: \.key, before: now - Self.mailCompactionLag)
    }

    /// Longer than an owner may stand still without losing its lease.
    private static let mailCompactionLag: Milliseconds = 1_500

    /// The rows that are not settled, as a reader up to `end` finds them.
    func rows(_ partition: Int, upTo end: Int64) -> [MailRow] {
        var rows: [MailKey: MailRow] = [:]
        for (offset, content, time) in mail[partition].visible(from: 0, upTo: end) {
            rows[content.key] = content.mail.map { MailRow($0, offset: offset, appended: time) }
        }
        return rows.values.sorted { $0.offset < $1.offset }
    }

    /// How far the head of `steps` may be cut off: every run there has its checkpoint.
    func firstStepToKeep(_ partition: Int) -> Int64 {
        let log = steps[partition]
        let known = Set(
            checkpoints[partition].visible(from: 0, upTo: checkpoints[partition].stableEnd).map(\.content.jobId)
        )
        for offset in log.start..<max(log.stableEnd, log.start) {
            switch log[offset].content {
            case .step(let step)? where log[offset].state == .committed && !known.contains(step.run.jobId):
                return offset
            case .torn?, .garbage?: return offset
            default: break
            }
        }
        return log.stableEnd
    }
}
