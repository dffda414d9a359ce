import KafkaClient
import RatchetEngine

/// The records of a run, decoded here for all who read them: executors, the command line, the audit.
extension ConsumedRecord {
    /// A record of `checkpoints`; nil for a tombstone.
    func checkpoint() throws(WireError) -> Checkpoint? {
        let key = try jobId()
        guard let value else { return nil }
        return try EnvelopeReader.checkpoint(
            key: key,
            header: try envelope(),
            traceparent: header(WireHeader.traceparent),
            value: value
        )
    }

    /// What of a record of `checkpoints` decides what becomes of its run; nil for a tombstone.
    ///
    /// Nothing else is read, checked or copied.
    func checkpointHead() throws(WireError) -> CheckpointHead? {
        guard withValue({ $0 != nil }) else { return nil }
        return try withEnvelope { bytes throws(WireError) in try EnvelopeReader.head(bytes) }
    }

    /// A record of `steps`.
    func step() throws(WireError) -> StepRecord {
        try EnvelopeReader.step(
            key: try jobId(),
            header: try envelope(),
            traceparent: header(WireHeader.traceparent),
            value: try value.required("the value")
        )
    }

    /// Which step a record of `steps` is about, read without allocating.
    func stepNumber() throws(WireError) -> StepNumber {
        try withEnvelope { bytes throws(WireError) in try EnvelopeReader.peekNumber(bytes) }
    }

    /// A record of `dead`; nil when the matter is settled.
    func deadLetter() throws(WireError) -> DeadLetter? {
        let key = try keyBytes.required("the key")
        guard let value else { return nil }
        let headers = headers.map { Rejection.Header(name: $0.name, value: $0.value) }
        return try DeadLetterCodec.decode(key: key, headers: headers, value: value)
    }

    private func jobId() throws(WireError) -> [UInt8] { try keyBytes.required("the key") }

    private func envelope() throws(WireError) -> [UInt8] {
        try header(WireHeader.envelope).required("header `ratchet`")
    }

    private func withEnvelope<T>(_ body: (RawSpan) throws(WireError) -> T) throws(WireError) -> T {
        try withHeader(WireHeader.envelope) { bytes throws(WireError) in
            guard let bytes else { throw .missing("header `ratchet`") }
            return try body(bytes.bytes)
        }
    }
}
