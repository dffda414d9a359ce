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
        self = Self.reading(record) { key, value throws(WireError) in
            guard let value else { return .expired(jobId: String(decoding: key, as: UTF8.self)) }
            let header = record.header(WireHeader.envelope)
            guard let header else { throw .missing("header `ratchet`") }
            let checkpoint = try EnvelopeReader.checkpoint(
                key: key,
                header: header,
                traceparent: record.header(WireHeader.traceparent),
                value: value
            )
            return .checkpoint(checkpoint)
        }
    }

    init(dead record: ConsumedRecord) {
        self = Self.reading(record) { key, value throws(WireError) in
            let name = String(decoding: key, as: UTF8.self)
            guard let value else { return .resolved(key: name) }
            let headers = record.headers.map { Rejection.Header(name: $0.name, value: $0.value) }
            return .letter(try DeadLetterCodec.decode(key: key, headers: headers, value: value), key: name)
        }
    }

    private static func reading(
        _ record: ConsumedRecord,
        _ body: (_ key: [UInt8], _ value: [UInt8]?) throws(WireError) -> RunChange
    ) -> RunChange {
        do {
            return try body(record.keyBytes ?? [], record.value)
        } catch {
            return .unreadable(place: "\(record.place)", message: error.message)
        }
    }
}
