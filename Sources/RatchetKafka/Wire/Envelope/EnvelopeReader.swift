import Ratchet
import RatchetEngine

/// Reads the records of a run.
///
/// Strict: what it returns, `EnvelopeWriter` could have written.
package enum EnvelopeReader {
    /// Which step a record is about, read without allocating: most steps are echoes and need no more.
    package static func peekNumber(_ header: RawSpan) throws(WireError) -> StepNumber {
        try header.withUnsafeBytes { bytes throws(WireError) in
            var version: Int?
            var seq: Int?
            var attempt: Int?
            var object = try JSONObjectReader(bytes)
            while let (key, value) = try object.next() {
                switch key {
                case "v": version = try value.integer("v", from: 1)
                case "seq": seq = try value.integer("seq", from: 0)
                case "attempt": attempt = try value.integer("attempt", from: 1)
                default: break
                }
            }
            try EnvelopeFields.check(version)
            return StepNumber(seq: try seq.required("seq"), attempt: try attempt.required("attempt"))
        }
    }

    package static func step(
        key: [UInt8],
        header: [UInt8],
        traceparent: [UInt8]? = nil,
        value: [UInt8]
    ) throws(WireError) -> StepRecord {
        let fields = try EnvelopeFields(header)
        let parts = try RecordValue(value, split: try fields.split.required("split"))
        return StepRecord(
            run: try run(fields, key: key, traceparent: traceparent, parameters: parts.parameters),
            number: try number(fields),
            stateVersion: fields.stateVersion ?? 1,
            state: parts.state
        )
    }

    /// A record that is not a tombstone.
    package static func checkpoint(
        key: [UInt8],
        header: [UInt8],
        traceparent: [UInt8]? = nil,
        value: [UInt8]
    ) throws(WireError) -> Checkpoint {
        try checkpoint(try EnvelopeFields(header), key: key, traceparent: traceparent, value: value)
    }

    static func checkpoint(
        _ fields: EnvelopeFields,
        key: [UInt8],
        traceparent: [UInt8]?,
        value: [UInt8]
    ) throws(WireError) -> Checkpoint {
        let parts = try RecordValue(value, split: try fields.split.required("split"))
        let run = try run(fields, key: key, traceparent: traceparent, parameters: parts.parameters)
        var checkpoint = Checkpoint(
            start: run,
            at: try fields.updated.required("updated"),
            executor: try fields.executor.required("executor")
        )
        checkpoint.number = try number(fields)
        checkpoint.started = fields.started
        let isKnown = checkpoint.stand(
            status: try fields.status.required("status"),
            phase: fields.phase,
            due: fields.due,
            finished: fields.finished
        )
        guard isKnown else { throw .missing("due") }
        checkpoint.pickups = fields.pickups ?? 0
        checkpoint.snoozes = fields.snoozes ?? 0
        checkpoint.command = fields.command
        checkpoint.progress = fields.progress
        checkpoint.published = fields.published ?? Published()
        checkpoint.error = try fields.error?.failure()
        checkpoint.stateVersion = fields.stateVersion ?? 1
        checkpoint.state = parts.state
        return checkpoint
    }

    static func text(_ bytes: [UInt8], _ what: String) throws(WireError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw WireError(code: .malformedValue, message: "\(what) must be UTF-8")
        }
        return text
    }

    private static func number(_ fields: EnvelopeFields) throws(WireError) -> StepNumber {
        StepNumber(seq: try fields.seq.required("seq"), attempt: try fields.attempt.required("attempt"))
    }

    private static func run(
        _ fields: EnvelopeFields,
        key: [UInt8],
        traceparent: [UInt8]?,
        parameters: [UInt8]
    ) throws(WireError) -> RunFacts {
        let created = try fields.created.required("created")
        return RunFacts(
            jobId: try text(key, "the key"),
            job: try fields.job.required("job"),
            tenant: fields.tenant,
            priority: fields.priority ?? 5,
            created: created,
            scheduled: fields.scheduled ?? created,
            origin: try fields.origin.required("origin"),
            traceparent: traceparent.flatMap(TraceParent.checked),
            parameters: parameters
        )
    }
}
