import RatchetEngine

/// Records of `commands`: the key is the jobId, the value a plain JSON object.
package enum CommandCodec {
    static let valueLimit = 16_384

    package static func encode(_ command: Command, into writer: inout ByteWriter) {
        writer.append("{\"v\":1,\"id\":" as StaticString)
        writer.append(quoted: command.id)
        writer.append(",\"command\":\"" as StaticString)
        writer.append(command.kind.rawValue)
        writer.append("\",\"by\":" as StaticString)
        writer.append(quoted: command.by)
        writer.append(",\"at\":" as StaticString)
        writer.append(command.sent)
        if let reason = command.reason {
            writer.append(",\"reason\":" as StaticString)
            writer.append(quoted: reason)
        }
        if command.isSpread { writer.append(",\"spread\":true" as StaticString) }
        writer.append(.closeBrace)
    }

    /// Never throws: anybody may write there.
    package static func decode(_ record: InboxRecord, now: Milliseconds) -> CommandDecision {
        do {
            return .apply(try command(record))
        } catch {
            return .reject(record.rejection(.rejected, error.message, at: now))
        }
    }

    private static func command(_ record: InboxRecord) throws(WireError) -> Command {
        let jobId = try EnvelopeReader.text(try record.key.required("the key"), "the key")
        guard !jobId.isEmpty else { throw .outOfRange("the key", expected: "the jobId of a run") }
        let value = try record.value.required("the value")
        guard value.count <= valueLimit else {
            throw .outOfRange("the value", expected: "at most \(valueLimit) bytes, not \(value.count)")
        }
        let fields = try value.reading { bytes throws(WireError) in try CommandFields(bytes) }
        let id = try fields.id.required("id")
        guard RunId.isValid(id) else { throw .outOfRange("id", expected: RunId.rule) }
        return Command(
            id: id,
            jobId: jobId,
            kind: try fields.kind.required("command"),
            by: try fields.by.required("by"),
            sent: try fields.at.required("at"),
            reason: fields.reason,
            isSpread: fields.spread ?? false
        )
    }
}

private struct CommandFields {
    var id: String?
    var kind: Command.Kind?
    var by: String?
    var at: Milliseconds?
    var reason: String?
    var spread: Bool?

    init(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
        try EnvelopeFields.checkVersion(bytes)
        var object = try JSONObjectReader(bytes)
        while let (key, value) = try object.next() {
            switch key {
            case "id": id = try value.string("id")
            case "command": kind = try value.word("command")
            case "by": by = try value.string("by")
            case "at": at = try value.milliseconds("at")
            case "reason": reason = value.isNull ? nil : try value.string("reason")
            case "spread": spread = try value.bool("spread")
            default: break
            }
        }
    }
}
