/// Format 1: of a newer one this program understands nothing.
struct WireVersion: FieldValue {
    static let number = 1

    init() {}

    init(_ json: JSONSlice) throws(WireError) {
        let version = try json.integer("v", from: 1)
        guard version <= Self.number else { throw .unsupported(version: version) }
    }

    static func read(
        _ scanner: inout JSONScanner,
        _ name: FieldName,
        from lowest: Int
    ) throws(WireError) -> WireVersion {
        let version = try Int.read(&scanner, name, from: 1)
        guard version <= number else { throw .unsupported(version: version) }
        return WireVersion()
    }

    func write(to output: inout FieldOutput) { output.append(Int64(Self.number)) }

    /// What is wrong with an envelope: of a newer version nothing else is known.
    static func explained(_ error: WireError, in envelope: UnsafeRawBufferPointer) -> WireError {
        do throws(WireError) {
            try check(envelope)
            return error.within("header `ratchet`")
        } catch {
            return error.within("header `ratchet`")
        }
    }

    /// Throws unless the object has a version that this program reads.
    static func check(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
        var version: WireVersion?
        var object = try JSONObjectReader(bytes)
        while let (key, value) = try object.next() {
            if case "v" = key { version = try WireVersion(value) }
        }
        _ = try version.required("v")
    }
}
