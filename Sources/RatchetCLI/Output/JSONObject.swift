import RatchetKafka

/// A JSON object in one line, in the order in which its members are added.
///
/// What is nil is left out.
struct JSONObject: Sendable {
    private var writer = ByteWriter(capacity: 256)

    /// The object, without a line break.
    var text: String {
        String(decoding: writer.bytes, as: UTF8.self) + (writer.count == 0 ? "{}" : "}")
    }

    mutating func add(_ name: String, _ value: String?) {
        guard let value else { return }
        begin(name)
        writer.append(quoted: value)
    }

    mutating func add(_ name: String, _ value: (some FixedWidthInteger)?) {
        guard let value else { return }
        begin(name)
        writer.append(value)
    }

    mutating func add(_ name: String, _ value: Bool?) {
        guard let value else { return }
        begin(name)
        writer.append(value)
    }

    mutating func add(_ name: String, _ value: JSONObject?) {
        guard let value else { return }
        begin(name)
        writer.append(value.text)
    }

    /// JSON as it was stored.
    ///
    /// Line breaks can only lie between its parts, and would break the line.
    mutating func add(_ name: String, json: [UInt8]?) {
        guard let json else { return }
        begin(name)
        writer.append(json.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
    }

    private mutating func begin(_ name: String) {
        writer.append(writer.count == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
        writer.append(quoted: name)
        writer.append(UInt8(ascii: ":"))
    }
}
