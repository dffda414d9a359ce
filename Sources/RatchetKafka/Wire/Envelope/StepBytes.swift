import RatchetEngine

/// A record of `steps` as it came; decoded when the ledger wants it.
package struct StepBytes: StepPayload {
    package let key: [UInt8]
    package let header: [UInt8]
    package let traceparent: [UInt8]?
    package let value: [UInt8]

    package init(key: [UInt8], header: [UInt8], traceparent: [UInt8]?, value: [UInt8]) {
        self.key = key
        self.header = header
        self.traceparent = traceparent
        self.value = value
    }

    package func decode() throws -> StepRecord {
        try EnvelopeReader.step(key: key, header: header, traceparent: traceparent, value: value)
    }

    /// What the ledger is told first.
    ///
    /// Throws when the record names no step.
    package func arrival(offset: Int64) throws(WireError) -> StepArrival {
        StepArrival(
            offset: offset,
            jobId: try EnvelopeReader.text(key, "the key"),
            number: try EnvelopeReader.peekNumber(header.span.bytes),
            payload: self
        )
    }
}
