import KafkaClient
import RatchetEngine

/// A record of `steps` as it was consumed.
///
/// Most are echoes of what this executor committed itself: nothing of them is copied but the key, and nothing is
/// decoded but the number.
struct ConsumedStep: StepPayload {
    let record: ConsumedRecord

    func arrival() -> Arrival {
        guard record.withValue({ $0 != nil }) else { return .end(of: .steps, offset: record.offset + 1) }
        do throws(WireError) {
            guard let jobId = record.key else { throw .missing("the key") }
            return .step(
                StepArrival(offset: record.offset, jobId: jobId, number: try number(), payload: self)
            )
        } catch {
            return .unreadable(offset: record.offset, rejection(error))
        }
    }

    private func number() throws(WireError) -> StepNumber {
        try record.withHeader(WireHeader.envelope) { bytes throws(WireError) in
            guard let bytes else { throw .missing("header `ratchet`") }
            return try EnvelopeReader.peekNumber(bytes.bytes)
        }
    }

    func decode() throws(Rejection) -> StepRecord {
        do throws(WireError) {
            guard let header = record.header(WireHeader.envelope) else { throw .missing("header `ratchet`") }
            return try EnvelopeReader.step(
                key: record.keyBytes ?? [],
                header: header,
                traceparent: record.header(WireHeader.traceparent),
                value: record.value ?? []
            )
        } catch {
            throw rejection(error)
        }
    }

    private func rejection(_ error: WireError) -> Rejection {
        InboxRecord(record).rejection(.undecodable, error.message, at: SystemClock.now.wall)
    }
}

extension InboxRecord {
    init(_ record: ConsumedRecord) {
        self.init(
            topic: record.topic,
            partition: record.partition,
            offset: record.offset,
            timestamp: record.timestamp.milliseconds,
            key: record.keyBytes,
            value: record.value,
            headers: record.headers.map { Rejection.Header(name: $0.name, value: $0.value) }
        )
    }
}
