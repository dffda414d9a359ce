/// An object of which each field is declared once.
protocol FieldObject: FieldValue {
    /// What fields are read into.
    static var blank: Self { get }

    static func fields<Coder: FieldCoder<Self>>(of value: Self, _ coder: inout Coder) throws(Coder.Failure)
}

extension FieldObject {
    static func read(_ scanner: inout JSONScanner, _ name: FieldName, from lowest: Int) throws(WireError) -> Self {
        guard scanner.next == .openBrace else {
            let value = try scanner.value()
            throw .wrongType(name, expected: "a JSON object", found: value.kind)
        }
        return try read(&scanner, in: name.name)
    }

    /// The bytes are one object and nothing else.
    static func read(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> Self {
        var scanner = JSONScanner(bytes)
        let value = try read(&scanner, in: nil)
        try scanner.end()
        return value
    }

    /// The object's name is for errors.
    private static func read(_ scanner: inout JSONScanner, in name: StaticString?) throws(WireError) -> Self {
        var value = blank
        var missing = try FieldReader<Self>.read(&scanner, in: name, into: &value) { reader throws(WireError) in
            try fields(of: blank, &reader)
        }
        try fields(of: blank, &missing)
        return value
    }

    func write(to output: inout FieldOutput) {
        FieldWriter<Self>.write(to: &output) { Self.fields(of: self, &$0) }
    }

    func write(to writer: inout ByteWriter) {
        FieldOutput.collecting(into: &writer) { write(to: &$0) }
    }
}
