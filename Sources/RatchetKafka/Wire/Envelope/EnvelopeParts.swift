import Ratchet
import RatchetEngine

/// The field `error`.
///
/// That of a refused record has no seq.
struct ErrorFields {
    var type: String?
    var message: String?
    var seq: Int?
    var at: Milliseconds?

    init(_ value: JSONSlice) throws(WireError) {
        var object = try JSONObjectReader(try value.object("error"))
        while let (key, value) = try object.next() {
            switch key {
            case "type": type = try value.string("error.type")
            case "message": message = try value.string("error.message")
            case "seq": seq = try value.integer("error.seq", from: 0)
            case "at": at = try value.milliseconds("error.at")
            default: break
            }
        }
    }

    func failure() throws(WireError) -> Checkpoint.Failure {
        Checkpoint.Failure(
            type: try type.required("error.type"),
            message: try message.required("error.message"),
            seq: try seq.required("error.seq"),
            at: try at.required("error.at")
        )
    }
}

extension Origin {
    init(_ value: JSONSlice) throws(WireError) {
        var kind: Kind?
        var at: String?
        var object = try JSONObjectReader(try value.object("origin"))
        while let (key, value) = try object.next() {
            switch key {
            case "kind": kind = try value.word("origin.kind")
            case "at": at = try value.string("origin.at")
            default: break
            }
        }
        self.init(kind: try kind.required("origin.kind"), at: try at.required("origin.at"))
    }
}

extension Checkpoint.AppliedCommand {
    init(_ value: JSONSlice) throws(WireError) {
        var id: String?
        var at: Milliseconds?
        var object = try JSONObjectReader(try value.object("command"))
        while let (key, value) = try object.next() {
            switch key {
            case "id": id = try value.string("command.id")
            case "at": at = try value.milliseconds("command.at")
            default: break
            }
        }
        self.init(id: try id.required("command.id"), at: try at.required("command.at"))
    }
}

extension Progress {
    init(_ value: JSONSlice) throws(WireError) {
        var done: Int?
        var total: Int?
        var note: String?
        var object = try JSONObjectReader(try value.object("progress"))
        while let (key, value) = try object.next() {
            switch key {
            case "done": done = try value.integer("progress.done")
            case "total": total = try value.integer("progress.total")
            case "note": note = try value.string("progress.note")
            default: break
            }
        }
        self.init(done: try done.required("progress.done"), total: total, note: note)
    }
}

extension Published {
    init(_ value: JSONSlice) throws(WireError) {
        var counts: [String: Int] = [:]
        var object = try JSONObjectReader(try value.object("published"))
        while let (topic, count) = try object.next() {
            counts[topic.string] = try count.integer("published", from: 1)
        }
        self.init(counts)
    }
}

extension JSONSlice {
    func milliseconds(_ field: StaticString) throws(WireError) -> Milliseconds {
        Milliseconds(try integer(field))
    }

    /// One word of a fixed set.
    func word<Word: RawRepresentable<String>>(_ field: StaticString) throws(WireError) -> Word {
        let text = try string(field)
        guard let word = Word(rawValue: text) else {
            throw .outOfRange(field, expected: "a word that this program knows, not `\(text)`")
        }
        return word
    }
}
