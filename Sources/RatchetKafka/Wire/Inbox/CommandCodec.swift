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
        writer.append(.closeBrace)
    }

    /// Never throws: anybody may write there.
    package static func decode(_ record: InboxRecord, now: Milliseconds) -> CommandDecision {
        do {
            return .post(try mail(record))
        } catch {
            return .reject(record.rejection(.rejected, error.message, at: now))
        }
    }

    private static func mail(_ record: InboxRecord) throws(WireError) -> Mail {
        let jobId = try EnvelopeReader.text(try record.key.required("the key"), "the key")
        guard RunId.isJobId(jobId) else { throw .outOfRange("the key", expected: "the jobId of a run") }
        let value = try record.value.required("the value")
        guard value.count <= valueLimit else {
            throw .outOfRange("the value", expected: "at most \(valueLimit) bytes, not \(value.count)")
        }
        let fields = try value.reading { bytes throws(WireError) in
            try WireVersion.check(bytes)
            let fields = try CommandFields(bytes)
            try UniqueNames.check(bytes)
            return fields
        }
        let id = try fields.id.required("id")
        guard RunId.isValid(id) else { throw .outOfRange("id", expected: RunId.rule) }
        let word = try fields.kind.required("command")
        guard let kind = Command.Kind(rawValue: word) else {
            throw .outOfRange("command", expected: "a word that this program knows, not `\(word.prefix(200))`")
        }
        return Mail(try fields.command(kind, for: jobId), json: value, from: record.place)
    }
}

/// The fields of a command as they are found, before anything is required of them.
struct CommandFields {
    private(set) var id: String?
    private(set) var kind: String?
    private var by: String?
    private var at: Milliseconds?
    private var reason: String?

    init(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
        var object = try JSONObjectReader(bytes)
        while let (key, value) = try object.next() {
            switch key {
            case "id": id = try value.string("id")
            case "command": kind = try value.string("command")
            case "by": by = try value.string("by")
            case "at": at = try value.milliseconds("at")
            case "reason": reason = value.isNull ? nil : try value.string("reason")
            default: break
            }
        }
    }

    func command(_ kind: Command.Kind, for jobId: String) throws(WireError) -> Command {
        Command(
            id: try id.required("id"),
            jobId: jobId,
            kind: kind,
            by: try by.required("by"),
            sent: try at.required("at"),
            reason: reason
        )
    }
}
