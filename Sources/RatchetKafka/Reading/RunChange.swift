import KafkaClient
import RatchetEngine

/// What a record of `checkpoints` or `dead` says.
package enum RunChange: Sendable {
    case checkpoint(Checkpoint)
    /// The run is past its retention.
    case expired(jobId: String)
    /// With the key of its record: the jobId that was asked for.
    case letter(DeadLetter, key: String)
    /// What the dead letter told of is overcome.
    case resolved(key: String)
    /// The record at `place`, `ratchet.checkpoints/3/1042`, cannot be read by this program.
    case unreadable(place: String, message: String)
}

extension RunChange {
    init(checkpoint record: ConsumedRecord) {
        self = record.change { () throws(WireError) in
            try record.checkpoint().map { .checkpoint($0) } ?? .expired(jobId: record.keyText)
        }
    }

    init(dead record: ConsumedRecord) {
        self = record.change { () throws(WireError) in
            try record.deadLetter().map { .letter($0, key: record.keyText) } ?? .resolved(key: record.keyText)
        }
    }
}

extension ConsumedRecord {
    fileprivate var keyText: String { String(decoding: keyBytes ?? [], as: UTF8.self) }

    fileprivate func change(_ read: () throws(WireError) -> RunChange) -> RunChange {
        do {
            return try read()
        } catch {
            return .unreadable(place: "\(place)", message: error.message)
        }
    }
}
