import KafkaClient
import RatchetEngine
import Synchronization

/// The audits of all partitions: any thread hands records to any of them.
final class AuditShards: Sendable {
    private final class Shard: Sendable {
        let audit: Mutex<PartitionAudit>
        let next: Int64?

        init(_ audit: PartitionAudit) {
            next = audit.committed[.triggers]
            self.audit = Mutex(audit)
        }
    }

    private let shards: [Shard]
    private let names: AuditRules.Topics
    private let prefix: String

    init(_ rules: AuditRules, partitions: Int32, prefix: String, committed: (Int32) -> [Inbox: Int64]) {
        names = rules.topics
        self.prefix = prefix
        shards = (0..<partitions).map { partition in
            Shard(PartitionAudit(partition: partition, rules: rules, committed: committed(partition)))
        }
    }

    func beginTail(stepsStart: (Int32) -> Int64) {
        for (partition, shard) in shards.enumerated() {
            let start = stepsStart(Int32(partition))
            shard.audit.withLock { audit in
                audit.stepsStart = start
                audit.beginTail()
            }
        }
    }

    func judge(_ verdict: AuditVerdict) -> AuditFindings {
        var audits = shards.map { $0.audit.withLock { $0 } }
        return verdict.judge(&audits)
    }

    func take(_ record: ConsumedRecord) {
        let shard = shards[Int(record.partition) % shards.count]
        switch record.topic {
        case names.checkpoints: takeCheckpoint(record, shard)
        case names.steps: takeStep(record, shard)
        case names.dead: takeLetter(record, shard)
        case names.triggers: takeTrigger(record, shard)
        case names.mail: takeMail(record, shard)
        default:
            guard let index = names.outputs.firstIndex(of: record.topic) else { return }
            takeOutput(record, of: index)
        }
    }

    private func home(of jobId: String) -> Shard {
        shards[Int(partition(ofKey: jobId, count: Int32(shards.count)))]
    }

    private func takeCheckpoint(_ record: ConsumedRecord, _ shard: Shard) {
        reading(record, shard) { () throws(WireError) in
            guard let checkpoint = try record.checkpoint() else {
                let jobId = try EnvelopeReader.text(record.keyBytes ?? [], "the key")
                return shard.audit.withLock { $0.take(expiryOf: jobId, at: record.offset) }
            }
            shard.audit.withLock { $0.take(checkpoint, at: record.offset) }
        }
    }

    private func takeStep(_ record: ConsumedRecord, _ shard: Shard) {
        reading(record, shard) { () throws(WireError) in
            let step = try record.step()
            let time = record.timestamp.milliseconds
            shard.audit.withLock { $0.take(step: step.number, of: step.run.jobId, at: record.offset, time: time) }
        }
    }

    private func takeLetter(_ record: ConsumedRecord, _ shard: Shard) {
        reading(record, shard) { () throws(WireError) in
            let letter = try record.deadLetter()
            let name = try EnvelopeReader.text(record.keyBytes ?? [], "the key")
            shard.audit.withLock { $0.take(letter, key: name, at: record.offset) }
        }
    }

    /// Anybody may write there: what cannot be read must have been refused.
    private func takeTrigger(_ record: ConsumedRecord, _ shard: Shard) {
        let jobId = TriggerDecoder.jobId(of: InboxRecord(record))
        let place = record.place
        let time = record.timestamp.milliseconds
        (jobId.map(home) ?? shard).audit.withLock {
            $0.take(trigger: jobId, at: place, time: time, next: shard.next)
        }
    }

    private func takeMail(_ record: ConsumedRecord, _ shard: Shard) {
        reading(record, shard) { () throws(WireError) in
            guard let mail = try record.mail() else { return }
            shard.audit.withLock { $0.take(mail: mail) }
        }
    }

    private func takeOutput(_ record: ConsumedRecord, of index: Int) {
        let shard = shards[Int(record.partition) % shards.count]
        guard let header = record.header(WireHeader.envelope) else {
            return shard.audit.withLock { $0.skip(.unmarkedOutputs) }
        }
        reading(record, shard) { () throws(WireError) in
            let (prefix, origin) = try OutputEnvelope.read(header)
            guard prefix == self.prefix else { return shard.audit.withLock { $0.skip(.foreignOutputs) } }
            let place = record.place
            let time = record.timestamp.milliseconds
            home(of: origin.jobId).audit.withLock { $0.take(output: origin, of: index, at: place, time: time) }
        }
    }

    private func reading(_ record: ConsumedRecord, _ shard: Shard, _ body: () throws(WireError) -> Void) {
        do throws(WireError) {
            try body()
        } catch {
            let place = record.place
            let jobId = record.key
            let isNewer = error.isOfANewerProgram
            shard.audit.withLock { $0.take(unreadable: place, jobId, error.message, isNewer: isNewer) }
        }
    }
}
