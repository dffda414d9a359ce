import Ratchet
import RatchetEngine

/// Reads the records of a run.
///
/// Strict: what it returns, `EnvelopeWriter` could have written.
package enum EnvelopeReader {
    /// Which step a record is about, read without allocating: most steps are echoes and need no more.
    package static func peekNumber(_ header: RawSpan) throws(WireError) -> StepNumber {
        try head(header) { coder throws(WireError) in
            try EnvelopeFields.number(.blank, &coder)
        } missing: { coder throws(WireError) in
            try EnvelopeFields.number(.blank, &coder)
        }.number
    }

    /// What of a checkpoint decides what becomes of its run, read without allocating.
    package static func head(_ header: RawSpan) throws(WireError) -> CheckpointHead {
        let head = try head(header) { coder throws(WireError) in
            try EnvelopeFields.number(.blank, &coder)
            try EnvelopeFields.standing(of: .blank, &coder)
        } missing: { coder throws(WireError) in
            try EnvelopeFields.number(.blank, &coder)
            try EnvelopeFields.standing(of: .blank, &coder)
        }
        let known = CheckpointHead(
            number: head.number,
            status: head.status,
            phase: head.phase,
            due: head.due,
            finished: head.finished ?? head.updated
        )
        guard let known else { throw .unknownWait }
        return known
    }

    /// Passes all other fields by.
    @inline(__always)
    private static func head(
        _ header: RawSpan,
        _ read: (inout FieldReader<EnvelopeHead>) throws(WireError) -> Void,
        missing: (inout MissingFields<EnvelopeHead>) throws(WireError) -> Void
    ) throws(WireError) -> EnvelopeHead {
        var head = EnvelopeHead()
        try header.withUnsafeBytes { bytes throws(WireError) in
            do throws(WireError) {
                var scanner = JSONScanner(bytes)
                var absent = try FieldReader.read(&scanner, in: nil, into: &head, read)
                try scanner.end()
                try missing(&absent)
            } catch {
                throw WireVersion.explained(error, in: bytes)
            }
        }
        return head
    }

    package static func step(
        key: [UInt8],
        header: [UInt8],
        traceparent: [UInt8]? = nil,
        value: [UInt8]
    ) throws(WireError) -> StepRecord {
        var draft = EnvelopeDraft()
        try read(header, into: &draft, isStep: true)
        let parts = try RecordValue(value, split: draft.split)
        return StepRecord(
            run: try draft.run(key: key, traceparent: traceparent, parameters: parts.parameters),
            number: draft.head.number,
            stateVersion: draft.checkpoint.stateVersion,
            state: parts.state,
            unknown: draft.checkpoint.unknown
        )
    }

    /// A record that is not a tombstone.
    package static func checkpoint(
        key: [UInt8],
        header: [UInt8],
        traceparent: [UInt8]? = nil,
        value: [UInt8]
    ) throws(WireError) -> Checkpoint {
        var draft = EnvelopeDraft()
        return try checkpoint(&draft, key: key, header: header, traceparent: traceparent, value: value)
    }

    /// A dead letter of a run.
    static func letter(
        key: [UInt8],
        header: [UInt8],
        traceparent: [UInt8]?,
        value: [UInt8]
    ) throws(WireError) -> DeadLetter {
        var draft = EnvelopeDraft()
        let run = try checkpoint(&draft, key: key, header: header, traceparent: traceparent, value: value)
        return .run(run, try draft.reason.required("reason"), final: try draft.isFinal.required("final"))
    }

    static func text(_ bytes: [UInt8], _ what: String) throws(WireError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw WireError(code: .malformedValue, message: "\(what) must be UTF-8")
        }
        return text
    }

    private static func checkpoint(
        _ draft: inout EnvelopeDraft,
        key: [UInt8],
        header: [UInt8],
        traceparent: [UInt8]?,
        value: [UInt8]
    ) throws(WireError) -> Checkpoint {
        try read(header, into: &draft, isStep: false)
        let parts = try RecordValue(value, split: draft.split)
        let run = try draft.run(key: key, traceparent: traceparent, parameters: parts.parameters)
        return try draft.checkpoint(of: run, state: parts.state)
    }

    /// Takes all fields that are known, whatever the record is.
    private static func read(_ header: [UInt8], into draft: inout EnvelopeDraft, isStep: Bool) throws(WireError) {
        try header.readingEnvelope { bytes throws(WireError) in
            var scanner = JSONScanner(bytes)
            var missing = try FieldReader.read(&scanner, in: nil, into: &draft) { reader throws(WireError) in
                try step(&reader)
                try EnvelopeFields.status(of: .blank, &reader)
                try EnvelopeFields.letter(.failed, isFinal: true, &reader)
                try EnvelopeFields.reserved(&reader)
                try EnvelopeFields.unknown(UnknownMembers(), &reader)
            }
            try scanner.end()
            try step(&missing)
            if !isStep { try EnvelopeFields.status(of: .blank, &missing) }
        }
    }

    private static func step<Coder: FieldCoder<EnvelopeDraft>>(_ coder: inout Coder) throws(Coder.Failure) {
        try EnvelopeFields.step(of: .blank, .blank, stateVersion: 1, &coder)
    }
}

extension [UInt8] {
    /// The header `ratchet` of a record.
    @inline(__always)
    func readingEnvelope<T>(_ body: (UnsafeRawBufferPointer) throws(WireError) -> T) throws(WireError) -> T {
        try reading { bytes throws(WireError) in
            do throws(WireError) {
                return try body(bytes)
            } catch {
                throw WireVersion.explained(error, in: bytes)
            }
        }
    }
}

extension Optional {
    func required(_ field: StaticString) throws(WireError) -> Wrapped {
        guard let self else { throw .missing(field) }
        return self
    }
}
