import KafkaClient
import RatchetEngine

/// The last checkpoint of each run, from records of `checkpoints` in their order.
struct TableBuilder {
    private var checkpoints: [String: Checkpoint] = [:]
    private(set) var unreadable: [String: WireError] = [:]

    mutating func take(_ record: ConsumedRecord) {
        guard let jobId = record.key else { return }
        checkpoints[jobId] = nil
        unreadable[jobId] = nil
        guard let value = record.value else { return }
        do throws(WireError) {
            guard let header = record.header(WireHeader.envelope) else { throw .missing("header `ratchet`") }
            var checkpoint = try EnvelopeReader.checkpoint(
                key: record.keyBytes ?? [],
                header: header,
                traceparent: record.header(WireHeader.traceparent),
                value: value
            )
            // Of a run that is over the owner only needs to know that it was.
            if checkpoint.status.isOver { checkpoint.state = nil }
            checkpoints[jobId] = checkpoint
        } catch {
            unreadable[jobId] = error
        }
    }

    var table: Table { Table(checkpoints: Array(checkpoints.values), unreadable: Array(unreadable.keys)) }
}
