import RatchetEngine

/// What a field can hold.
protocol FieldValue {
    /// Reads a value, which is next.
    static func read(_ scanner: inout JSONScanner, _ name: FieldName, from lowest: Int) throws(WireError) -> Self
    func write(to output: inout FieldOutput)
}

extension Int: FieldValue {}
extension Milliseconds: FieldValue {}

extension FieldValue where Self: FixedWidthInteger {
    @inline(__always)
    static func read(_ scanner: inout JSONScanner, _ name: FieldName, from lowest: Int) throws(WireError) -> Self {
        if let number = scanner.plainNumber(from: lowest) { return Self(number) }
        return Self(try scanner.value().integer(name, from: lowest))
    }

    @inline(__always)
    func write(to output: inout FieldOutput) { output.append(Int64(self)) }
}

extension Bool: FieldValue {
    static func read(_ scanner: inout JSONScanner, _ name: FieldName, from lowest: Int) throws(WireError) -> Bool {
        try scanner.value().bool(name)
    }

    func write(to output: inout FieldOutput) {
        let word: StaticString = self ? "true" : "false"
        output.append(UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }
}

extension String: FieldValue {
    static func read(_ scanner: inout JSONScanner, _ name: FieldName, from lowest: Int) throws(WireError) -> String {
        if scanner.next == .quote { return try scanner.string().string }
        return try scanner.value().string(name)
    }

    func write(to output: inout FieldOutput) { output.append(quoted: self) }
}

/// One word of a fixed set: a record with another one is of a newer program.
protocol FieldWord: FieldValue, RawRepresentable<String> {}

extension FieldWord {
    static func read(_ scanner: inout JSONScanner, _ name: FieldName, from lowest: Int) throws(WireError) -> Self {
        try scanner.value().word(name)
    }

    func write(to output: inout FieldOutput) { output.append(quoted: rawValue) }
}
