import KafkaClient
import RatchetEngine

extension ConsumedRecord {
    /// A record of `checkpoints`; nil for a tombstone.
    func checkpoint() throws(WireError) -> Checkpoint? {
        guard let value else { return nil }
        guard let header = header(WireHeader.envelope) else { throw .missing("header `ratchet`") }
        return try EnvelopeReader.checkpoint(
            key: keyBytes ?? [],
            header: header,
            traceparent: self.header(WireHeader.traceparent),
            value: value
        )
    }
}

extension Report {
    static func unreadableCheckpoint(of jobId: String, _ place: RecordPlace, _ error: WireError) -> Report {
        Report(
            .error,
            "A checkpoint cannot be read by this version: its run is left alone",
            ["job.id": jobId, "place": "\(place)", "error": "\(error)", "partition": "\(place.partition)"]
        )
    }
}
