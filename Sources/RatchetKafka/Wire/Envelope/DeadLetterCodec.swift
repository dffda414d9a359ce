import RatchetEngine

/// Records of `dead`.
///
/// A run's dead letter is its checkpoint with `reason` and `final`; that of a refused record has a
/// `place` instead, keeps the record's bytes as its value and the record's headers under `original.`.
package enum DeadLetterCodec {
    /// The value of a refused record's dead letter: never null, which would be a tombstone.
    package static func value(_ rejection: Rejection) -> [UInt8] {
        rejection.bytes ?? []
    }

    /// All headers of a refused record's dead letter, `ratchet` first.
    package static func headers(_ rejection: Rejection) -> [Rejection.Header] {
        var writer = ByteWriter()
        RefusedEnvelope(rejection).write(to: &writer)
        let originals = rejection.headers.map { header in
            Rejection.Header(name: WireHeader.originalPrefix + header.name, value: header.value)
        }
        return [Rejection.Header(name: WireHeader.envelope, value: writer.bytes)] + originals
    }

    /// Reads a record that is not a tombstone.
    package static func decode(
        key: [UInt8],
        headers: [Rejection.Header],
        value: [UInt8]
    ) throws(WireError) -> DeadLetter {
        let header = headers.value(of: WireHeader.envelope)
        guard let header else { throw .missing("header `ratchet`") }
        guard try RefusedEnvelope.isIn(header) else {
            let traceparent = headers.value(of: WireHeader.traceparent)
            return try EnvelopeReader.letter(key: key, header: header, traceparent: traceparent, value: value)
        }
        return .rejected(try rejection(key, try RefusedEnvelope(header), headers, value))
    }

    private static func rejection(
        _ key: [UInt8],
        _ envelope: RefusedEnvelope,
        _ headers: [Rejection.Header],
        _ value: [UInt8]
    ) throws(WireError) -> Rejection {
        Rejection(
            key: try EnvelopeReader.text(key, "the key"),
            reason: envelope.reason,
            message: envelope.refusal.message,
            place: envelope.place,
            originalKey: envelope.originalKey,
            at: envelope.refusal.at,
            bytes: envelope.hasNoValue == true ? nil : value,
            headers: headers.filter { $0.name.hasPrefix(WireHeader.originalPrefix) }.map { header in
                Rejection.Header(
                    name: String(header.name.dropFirst(WireHeader.originalPrefix.count)),
                    value: header.value
                )
            }
        )
    }
}

extension [Rejection.Header] {
    /// The value of the last header of that name.
    func value(of name: String) -> [UInt8]? {
        last { $0.name == name }?.value
    }
}
