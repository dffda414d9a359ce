import KafkaClient
import RatchetEngine
import Synchronization

/// Writes the entries of a batch as records of the wire format.
final class BatchWriter: Sendable {
    private struct Buffers {
        var value = ByteWriter(capacity: 4096)
        var header = ByteWriter()
    }

    private let steps: String
    private let checkpoints: String
    private let dead: String
    private let notifications: String
    private let mail: String
    /// Where only the engine writes.
    private let own: Set<String>
    private let prefix: String
    /// Used by one producer's thread only: never waited for.
    private let buffers = Mutex(Buffers())

    init(_ layout: TopicLayout) {
        steps = layout.name(of: .steps)
        checkpoints = layout.name(of: .checkpoints)
        dead = layout.name(of: .dead)
        notifications = layout.name(of: .notifications)
        mail = layout.name(of: .mail)
        own = Set(Topic.allCases.filter { $0 != .triggers }.map { layout.name(of: $0) })
        prefix = layout.prefix
    }

    /// - Parameters:
    ///   - part: what to write.
    ///   - writer: of the transaction.
    ///   - places: gets to know of each checkpoint of a run that waits.
    /// - Throws: `KafkaError` when a record cannot be sent, or is not allowed.
    func write(_ part: PartitionBatch, to writer: TransactionWriter, _ places: CheckpointPlaces) throws {
        try buffers.withLock { buffers in
            for entry in part.entries {
                switch entry {
                case .run(let write): try run(write, part.partition, &buffers, writer, places)
                case .start(let run, let partition): try start(run, partition, &buffers, writer)
                case .post(let mail, let partition): try post(mail, partition, &buffers, writer)
                case .reject(let rejection, let row):
                    try reject(rejection, part.partition, writer)
                    if let row { try settle(row, part.partition, writer) }
                case .settle(let row): try settle(row, part.partition, writer)
                case .expire(let jobId):
                    try writer.send(topic: checkpoints, partition: part.partition, key: jobId, value: nil)
                }
            }
        }
    }

    private func run(
        _ write: RunWrite,
        _ partition: Int32,
        _ buffers: inout Buffers,
        _ writer: TransactionWriter,
        _ places: CheckpointPlaces
    ) throws {
        let checkpoint = write.checkpoint
        let key = checkpoint.run.jobId
        buffers.value.clear()
        EnvelopeWriter.value(checkpoint.run, state: checkpoint.state, into: &buffers.value)
        let value = buffers.value.bytes
        let trace = checkpoint.run.traceparent
        if write.publishesStep {
            buffers.header.clear()
            EnvelopeWriter.step(nextAfter: checkpoint, into: &buffers.header)
            try writer.send(
                topic: steps,
                partition: partition,
                key: key,
                value: value,
                envelope: buffers.header.bytes,
                trace: trace
            )
        }
        buffers.header.clear()
        EnvelopeWriter.checkpoint(checkpoint, into: &buffers.header)
        try writer.send(
            topic: checkpoints,
            partition: partition,
            key: key,
            value: value,
            envelope: buffers.header.bytes,
            trace: trace,
            tag: checkpoint.standing.wake == nil ? nil : places.tag(key, in: partition)
        )
        switch write.dead {
        case .unchanged: break
        case .resolved: try writer.send(topic: dead, partition: partition, key: key, value: nil)
        case .letter(let reason, let failed, let isFinal):
            buffers.header.clear()
            EnvelopeWriter.deadLetter(checkpoint, reason, failed: failed, isFinal: isFinal, into: &buffers.header)
            try writer.send(
                topic: dead,
                partition: partition,
                key: key,
                value: value,
                envelope: buffers.header.bytes,
                trace: trace
            )
        }
        for row in write.settles { try settle(row, partition, writer) }
        try write.forEachOutput { output, origin in
            guard !own.contains(output.topic) else {
                throw KafkaError(.writeFailed, "\(output.topic) is Ratchet's own: a job may not publish to it")
            }
            buffers.header.clear()
            OutputEnvelope.write(origin, prefix: prefix, into: &buffers.header)
            try writer.send(
                topic: output.topic,
                partition: nil,
                key: output.key,
                value: output.value,
                envelope: buffers.header.bytes
            )
        }
        for notification in write.staged.notifications {
            buffers.value.clear()
            NotificationWriter.value(
                notification,
                of: checkpoint.run,
                seq: checkpoint.number.seq,
                at: checkpoint.updated,
                into: &buffers.value
            )
            try writer.send(
                topic: notifications,
                partition: nil,
                key: checkpoint.run.tenant,
                value: buffers.value.bytes
            )
        }
    }

    private func start(
        _ run: RunFacts,
        _ partition: Int32,
        _ buffers: inout Buffers,
        _ writer: TransactionWriter
    ) throws {
        buffers.value.clear()
        EnvelopeWriter.value(run, state: nil, into: &buffers.value)
        buffers.header.clear()
        EnvelopeWriter.step(StepRecord(start: run), into: &buffers.header)
        try writer.send(
            topic: steps,
            partition: partition,
            key: run.jobId,
            value: buffers.value.bytes,
            envelope: buffers.header.bytes,
            trace: run.traceparent
        )
    }

    private func reject(_ rejection: Rejection, _ partition: Int32, _ writer: TransactionWriter) throws {
        let headers = DeadLetterCodec.headers(rejection).map { ($0.name, $0.value ?? []) }
        try writer.send(
            topic: dead,
            partition: partition,
            key: rejection.key,
            value: DeadLetterCodec.value(rejection),
            headers: headers
        )
    }

    private func post(
        _ row: Mail,
        _ partition: Int32,
        _ buffers: inout Buffers,
        _ writer: TransactionWriter
    ) throws {
        buffers.value.clear()
        MailCodec.encode(row, into: &buffers.value)
        try writer.send(topic: mail, partition: partition, key: row.key.text, value: buffers.value.bytes)
    }

    /// A row is settled by the owner of its partition, in which it lies.
    private func settle(_ row: MailKey, _ partition: Int32, _ writer: TransactionWriter) throws {
        try writer.send(topic: mail, partition: partition, key: row.text, value: nil)
    }
}
