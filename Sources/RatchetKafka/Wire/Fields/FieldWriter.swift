import Ratchet

/// Writes the fields of an object.
struct FieldWriter<Draft>: FieldCoder {
    private var output: FieldOutput
    private var separator = UInt8.openBrace

    /// Writes an object whose fields `body` walks over.
    @inline(__always)
    static func write(to output: inout FieldOutput, _ body: (inout Self) -> Void) {
        var writer = FieldWriter(output: output)
        body(&writer)
        output = writer.output
        if writer.separator == .openBrace { output.append(.openBrace) }
        output.append(.closeBrace)
    }

    @inline(__always)
    static func write(to writer: inout ByteWriter, _ body: (inout Self) -> Void) {
        FieldOutput.collecting(into: &writer) { write(to: &$0, body) }
    }

    @inline(__always)
    mutating func field<Value: FieldValue>(
        _ name: StaticString,
        isRequired: Bool,
        from lowest: Int,
        _ value: @autoclosure () -> Value?,
        _ set: (inout Draft, Value) -> Void
    ) {
        guard let value = value() else { return }
        output.append(name: name, after: separator)
        separator = .comma
        value.write(to: &output)
    }

    @inline(__always)
    mutating func unknown(
        _ members: @autoclosure () -> UnknownMembers,
        _ add: (inout Draft, UnsafeRawBufferPointer) -> Bool
    ) {
        let members = members()
        guard !members.isEmpty else { return }
        output.append(separator)
        separator = .comma
        members.bytes.withUnsafeBytes { output.append($0) }
    }
}
