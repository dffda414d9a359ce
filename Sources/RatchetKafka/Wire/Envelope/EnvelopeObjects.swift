import Ratchet
import RatchetEngine

extension Origin.Kind: FieldWord {}
extension Checkpoint.Status: FieldWord {}
extension Checkpoint.Phase: FieldWord {}
extension DeadLetter.Reason: FieldWord {}

extension Origin: FieldObject {
    static var blank: Origin { Origin(kind: .trigger, at: "") }

    static func fields<Coder: FieldCoder<Origin>>(of value: Origin, _ coder: inout Coder) throws(Coder.Failure) {
        try coder.required("kind", value.kind) { $0.kind = $1 }
        try coder.required("at", value.at) { $0.at = $1 }
        try coder.unknown(value.unknown) { $0.unknown.add($1) }
    }
}

extension Checkpoint.AppliedCommand: FieldObject {
    static var blank: Self { Self(id: "", at: 0) }

    static func fields<Coder: FieldCoder<Self>>(of value: Self, _ coder: inout Coder) throws(Coder.Failure) {
        try coder.required("id", value.id) { $0.id = $1 }
        try coder.required("at", value.at) { $0.at = $1 }
        try coder.unknown(value.unknown) { $0.unknown.add($1) }
    }
}

extension Progress: FieldObject {
    static var blank: Progress { Progress(done: 0, total: nil, note: nil) }

    static func fields<Coder: FieldCoder<Progress>>(of value: Progress, _ coder: inout Coder) throws(Coder.Failure) {
        try coder.required("done", value.done) { $0.done = $1 }
        try coder.optional("total", value.total) { $0.total = $1 }
        try coder.optional("note", value.note) { $0.note = $1 }
        try coder.unknown(value.unknown) { $0.unknown.add($1) }
    }
}

extension Checkpoint.Failure: FieldObject {
    static var blank: Self { Self(type: "", message: "", seq: 0, at: 0) }

    static func fields<Coder: FieldCoder<Self>>(of value: Self, _ coder: inout Coder) throws(Coder.Failure) {
        try coder.required("type", value.type) { $0.type = $1 }
        try coder.required("message", value.message) { $0.message = $1 }
        try coder.required("seq", from: 0, value.seq) { $0.seq = $1 }
        try coder.required("at", value.at) { $0.at = $1 }
        try coder.unknown(value.unknown) { $0.unknown.add($1) }
    }
}

/// Its members are topics.
extension Published: FieldValue {
    static func read(
        _ scanner: inout JSONScanner,
        _ name: FieldName,
        from lowest: Int
    ) throws(WireError) -> Published {
        var counts: [String: Int] = [:]
        var object = try JSONObjectReader(try scanner.value().object(name))
        while let (topic, count) = try object.next() {
            counts[topic.string] = try count.integer(name, from: 1)
        }
        return Published(counts)
    }

    func write(to output: inout FieldOutput) {
        var separator = UInt8.openBrace
        for (topic, count) in counts.sorted(by: { $0.key < $1.key }) {
            output.append(separator)
            output.append(quoted: topic)
            output.append(.colon)
            output.append(Int64(count))
            separator = .comma
        }
        if counts.isEmpty { output.append(separator) }
        output.append(.closeBrace)
    }
}
