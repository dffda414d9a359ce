import Foundation
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
        guard record.value?.first != 0 else {
            let words =
                "the value begins with the byte 0x00, as a schema registry's serializer writes it: send plain JSON"
            throw WireError(code: .notJSON, message: words)
        }
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
        } else if Self.isEvent(record) {
            shape = .structured
            try readStructured(record)
            traceparent = traceparent ?? trace
        } else {
            shape = .plain
            try readPlain(record)
            traceparent = trace
            if job == nil, record.headers.contains(where: { $0.name.lowercased() == "ce-specversion" }) {
                let words =
                    "the headers `ce-…` are those of a CloudEvent over HTTP: over Kafka their names begin with `ce_`"
                throw WireError(code: .missingField, message: words)
            }
        }
        if let value = record.value, !value.isEmpty { try value.reading(UniqueNames.check) }
    }

    private static func mediaType(_ record: InboxRecord) -> String {
        let header = record.headers.last { $0.name.lowercased() == "content-type" }?.value ?? []
        let type = header.prefix { $0 != UInt8(ascii: ";") }
        return String(decoding: type, as: UTF8.self).lowercased().filter { $0 != " " && $0 != "\t" }
    }

    /// A structured CloudEvent that has another media type, or none: the SDK for Python sends such.
    private static func isEvent(_ record: InboxRecord) -> Bool {
        guard let value = record.value, Data(value).range(of: Data("specversion".utf8)) != nil else { return false }
        var isEvent = false
        var isPlain = false
        try? value.reading { bytes throws(WireError) in
            var object = try JSONObjectReader(bytes)
            while let (key, _) = try object.next() {
                if "specversion" ~= key { isEvent = true }
                if TriggerShape.plain.job ~= key { isPlain = true }
            }
        }
        return isEvent && !isPlain
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
        var encoded: JSONObjectText?
        try value.reading { bytes throws(WireError) in
            var object = try JSONObjectReader(bytes)
            while let key = try object.nextKey() {
                switch key {
                case "specversion": version = try object.value().string("specversion")
                case "traceparent":
                    if case .string(let text) = try object.value() { traceparent = TraceParent.checked(text.string) }
                case "data_base64": encoded = try Self.decoded(try object.value())
                default: try read(key, of: &object)
                }
            }
        }
        try Self.check(try version.required("specversion"))
        guard let encoded else { return }
        guard parameters == nil else {
            throw WireError(code: .malformedValue, message: "an event has `data` or `data_base64`, not both")
        }
        parameters = encoded
    }

    private static func decoded(_ value: JSONSlice) throws(WireError) -> JSONObjectText? {
        if value.isNull { return nil }
        guard let bytes = Data(base64Encoded: try value.string("data_base64")).map([UInt8].init) else {
            throw .outOfRange("data_base64", expected: "base64")
        }
        do {
            let object = try bytes.objectText("data_base64")
            try bytes.reading(UniqueNames.check)
            return object
        } catch {
            throw error.code == .wrongType ? error : error.within("`data_base64`")
        }
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
        case shape.priority: priority = value.isNull ? nil : try priority(value)
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
        if let text = try text(shape.priority) { priority = try number(text) }
        traceparent = record.headers.value(of: "ce_traceparent").flatMap(TraceParent.checked)
        // An event may have no data.
        guard let value = record.value, !value.isEmpty else { return }
        parameters = try value.objectText(shape.parameters)
    }

    /// An attribute of an event may be given as text whatever its type.
    private func priority(_ value: JSONSlice) throws(WireError) -> Int {
        guard shape.isEvent, case .string(let text) = value else { return try value.integer(shape.priority) }
        return try number(text.string)
    }

    private func number(_ text: String) throws(WireError) -> Int {
        guard let number = Int(text) else {
            throw .wrongType(shape.priority, expected: "an integer", found: "`\(text.prefix(40))`")
        }
        return number
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
