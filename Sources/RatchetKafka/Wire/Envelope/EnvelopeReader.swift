import Ratchet
import RatchetEngine

/// Reads the records of a run.
///
/// Strict: what it returns, `EnvelopeWriter` could have written.
package enum EnvelopeReader {
    /// Which step a record is about, read without allocating: most steps are echoes and need no more.
    ///
    /// By hand, since it is done for each of them: fields that are passed by cost less so.
    package static func peekNumber(_ header: RawSpan) throws(WireError) -> StepNumber {
        try header.withUnsafeBytes { bytes throws(WireError) in
            var version: WireVersion?
            var seq: Int?
            var attempt: Int?
            var object = try JSONObjectReader(bytes)
            while let (key, value) = try object.next() {
                switch key {
                case "v": version = try WireVersion(value)
                case "seq": seq = try value.integer("seq", from: 0)
                case "attempt": attempt = try value.integer("attempt", from: 1)
                default: break
                }
            }
            _ = try version.required("v")
            return StepNumber(seq: try seq.required("seq"), attempt: try attempt.required("attempt"))
        }
    }

    /// What of a checkpoint decides what becomes of its run, read without allocating; other fields are passed by.
    package static func head(_ header: RawSpan) throws(WireError) -> CheckpointHead {
        var head = EnvelopeHead()
        try header.withUnsafeBytes { bytes throws(WireError) in
            do throws(WireError) {
                var scanner = JSONScanner(bytes)
                var missing = try FieldReader.read(&scanner, in: nil, into: &head) { reader throws(WireError) in
                    try EnvelopeFields.head(of: .blank, &reader)
                }
                try scanner.end()
                try EnvelopeFields.head(of: .blank, &missing)
            } catch {
                throw WireVersion.explained(error, in: bytes)
            }
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
