import RatchetEngine

/// Records of `mail`: the key is an address and an id, the value what is said to whoever is there.
package enum MailCodec {
    package static func encode(_ mail: Mail, into writer: inout ByteWriter) {
        writer.append("{\"v\":1,\"from\":" as StaticString)
        writer.append(quoted: mail.from)
        writer.append(",\"command\":" as StaticString)
        writer.append(mail.json)
        writer.append(.closeBrace)
    }

    /// Nil for the null of a row that this version does not know.
    ///
    /// Throws `unknownKind` or `unsupportedVersion` for a row of a newer program, which is left where it is.
    package static func decode(
        key: [UInt8]?,
        value: [UInt8]?,
        offset: Int64,
        appended: Milliseconds
    ) throws(WireError) -> MailRecord? {
        let text = try EnvelopeReader.text(try key.required("the key"), "the key")
        let key = MailKey(text: text)
        guard let value else { return key.map { .settled($0, offset: offset) } }
        guard let key else { throw .unknownKind("rows for `\(text.prefix(200))`") }
        let mail = try value.reading { bytes throws(WireError) in
            try WireVersion.check(bytes)
            return try Mail(bytes, key)
        }
        return .row(MailRow(mail, offset: offset, appended: appended))
    }
}

extension Mail {
    fileprivate init(_ value: UnsafeRawBufferPointer, _ key: MailKey) throws(WireError) {
        guard key.id.hasPrefix(Self.idPrefix) else { throw .unknownKind("rows `\(key.id.prefix(200))`") }
        var from: String?
        var json: UnsafeRawBufferPointer?
        var object = try JSONObjectReader(value)
        while let (name, value) = try object.next() {
            switch name {
            case "from": from = try value.string("from")
            case "command": json = try value.object("command")
            default: break
            }
        }
        let command = try json.required("command")
        guard case .run(let jobId) = key.address else { throw .unknownKind("rows for another than a run") }
        let fields = try CommandFields(command)
        guard let kind = Command.Kind(rawValue: try fields.kind.required("command.command")) else {
            throw .unknownKind("a command `\(fields.kind?.prefix(200) ?? "")`")
        }
        self.init(try fields.command(kind, for: jobId), json: Array(command), from: try from.required("from"))
        guard self.key == key else {
            throw WireError(code: .malformedValue, message: "the key is of another command than \(self.command.id)")
        }
    }
}
