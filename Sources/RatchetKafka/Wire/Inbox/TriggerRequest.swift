import Ratchet
import RatchetEngine

/// What a trigger asks for, whatever its shape; types are checked, the rest is not.
struct TriggerRequest {
    let shape: TriggerShape
    var job: String?
    var id: String?
    var tenant: String?
    var notBefore: Milliseconds?
    var priority: Int?
    var parameters: JSONObjectText?
    var traceparent: String?

    init(_ record: InboxRecord) throws(WireError) {
        let trace = record.headers.value(of: WireHeader.traceparent).flatMap(TraceParent.checked)
        let mediaType = Self.mediaType(record)
        if mediaType.hasPrefix("application/cloudevents") {
            guard mediaType == "application/cloudevents+json" else {
                throw .outOfRange("content-type", expected: "application/cloudevents+json, not \(mediaType)")
            }
            shape = .structured
            try readStructured(record)
            traceparent = traceparent ?? trace
        } else if record.headers.contains(where: { $0.name == "ce_specversion" }) {
            shape = .binary
            try readBinary(record)
            traceparent = trace ?? traceparent
        } else {
            shape = .plain
            try readPlain(record)
            traceparent = trace
        }
    }

    private static func mediaType(_ record: InboxRecord) -> String {
        let header = record.headers.last { $0.name.lowercased() == "content-type" }?.value ?? []
        let type = header.prefix { $0 != UInt8(ascii: ";") }
        return String(decoding: type, as: UTF8.self).lowercased().filter { $0 != " " }
    }

    private mutating func readPlain(_ record: InboxRecord) throws(WireError) {
        let value = try record.value.required("the value")
        try value.reading { bytes throws(WireError) in
            var object = try JSONObjectReader(bytes)
            while let key = try object.nextKey() { try read(key, of: &object) }
        }
    }

    private mutating func readStructured(_ record: InboxRecord) throws(WireError) {
        let value = try record.value.required("the value")
        var version: String?
        try value.reading { bytes throws(WireError) in
            var object = try JSONObjectReader(bytes)
            while let key = try object.nextKey() {
                switch key {
                case "specversion": version = try object.value().string("specversion")
                case "traceparent":
                    if case .string(let text) = try object.value() { traceparent = TraceParent.checked(text.string) }
                case "data_base64":
                    throw .wrongType("data", expected: "a JSON object", found: "base64")
                default: try read(key, of: &object)
                }
            }
        }
        try Self.check(try version.required("specversion"))
    }

    private mutating func read(_ key: JSONText, of object: inout JSONObjectReader) throws(WireError) {
        if shape.parameters ~= key {
            parameters = try object.objectText(shape.parameters)
            return
        }
        let value = try object.value()
        switch key {
        case shape.job: job = value.isNull ? nil : try value.string(shape.job)
        case shape.id: id = value.isNull ? nil : try value.string(shape.id)
        case shape.tenant: tenant = value.isNull ? nil : try value.string(shape.tenant)
        case shape.priority: priority = value.isNull ? nil : try value.integer(shape.priority)
        case shape.notBefore: notBefore = value.isNull ? nil : try time(try value.string(shape.notBefore))
        default: break
        }
    }

    private mutating func readBinary(_ record: InboxRecord) throws(WireError) {
        func text(_ name: StaticString) throws(WireError) -> String? {
            guard let bytes = record.headers.value(of: name.description) else { return nil }
            return try EnvelopeReader.text(bytes, "`\(name)`")
        }
        try Self.check(try text("ce_specversion").required("ce_specversion"))
        job = try text(shape.job)
        id = try text(shape.id)
        tenant = try text(shape.tenant)
        if let text = try text(shape.notBefore) { notBefore = try time(text) }
        if let text = try text(shape.priority) {
            guard let number = Int(text) else {
                throw .wrongType(shape.priority, expected: "an integer", found: "`\(text.prefix(40))`")
            }
            priority = number
        }
        traceparent = record.headers.value(of: "ce_traceparent").flatMap(TraceParent.checked)
        // An event may have no data.
        guard let value = record.value, !value.isEmpty else { return }
        parameters = try value.objectText(shape.parameters)
    }

    private func time(_ text: String) throws(WireError) -> Milliseconds {
        guard let time = RFC3339.milliseconds(text) else {
            throw .outOfRange(shape.notBefore, expected: "a time as in RFC 3339, such as 2026-11-24T02:00:00Z")
        }
        return time
    }

    private static func check(_ version: String) throws(WireError) {
        guard version == "1.0" else { throw .outOfRange("specversion", expected: "1.0, not `\(version.prefix(40))`") }
    }
}
