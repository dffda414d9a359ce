import RatchetEngine

/// Records of `dead`.
///
/// A run's dead letter is its checkpoint with `reason` and `final`; that of a refused record has a
/// `place` instead, keeps the record's bytes as its value and the record's headers under `original.`.
package enum DeadLetterCodec {
    /// The envelope of a refused record.
    package static func envelope(_ rejection: Rejection, into writer: inout ByteWriter) {
        writer.append("{\"v\":1,\"reason\":\"" as StaticString)
        writer.append(rejection.reason.rawValue)
        writer.append("\",\"final\":true,\"place\":" as StaticString)
        writer.append(quoted: rejection.place)
        writer.append(",\"error\":{\"type\":\"Rejection\",\"message\":" as StaticString)
        writer.append(quoted: rejection.message)
        writer.append(",\"at\":" as StaticString)
        writer.append(rejection.at)
        writer.append(.closeBrace)
        if rejection.bytes == nil { writer.append(",\"noValue\":true" as StaticString) }
        writer.append(.closeBrace)
    }

    /// The value of a refused record's dead letter: never null, which would be a tombstone.
    package static func value(_ rejection: Rejection) -> [UInt8] {
        rejection.bytes ?? []
    }

    /// All headers of a refused record's dead letter, `ratchet` first.
    package static func headers(_ rejection: Rejection) -> [Rejection.Header] {
        var writer = ByteWriter()
        envelope(rejection, into: &writer)
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
        let fields = try EnvelopeFields(header)
        let reason = try fields.reason.required("reason")
        guard let place = fields.place else {
            let checkpoint = try EnvelopeReader.checkpoint(
                fields,
                key: key,
                traceparent: headers.value(of: WireHeader.traceparent),
                value: value
            )
            return .run(checkpoint, reason, final: try fields.isFinal.required("final"))
        }
        let error = try fields.error.required("error")
        return .rejected(
            Rejection(
                key: try EnvelopeReader.text(key, "the key"),
                reason: reason,
                message: try error.message.required("error.message"),
                place: place,
                at: try error.at.required("error.at"),
                bytes: fields.hasNoValue == true ? nil : value,
                headers: headers.filter { $0.name.hasPrefix(WireHeader.originalPrefix) }.map { header in
                    Rejection.Header(
                        name: String(header.name.dropFirst(WireHeader.originalPrefix.count)),
                        value: header.value
                    )
                }
            )
        )
    }
}

extension [Rejection.Header] {
    /// The value of the last header of that name.
    func value(of name: String) -> [UInt8]? {
        last { $0.name == name }?.value
    }
}
