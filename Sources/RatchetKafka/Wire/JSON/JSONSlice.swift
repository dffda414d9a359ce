import RatchetEngine

/// A JSON value where it lies, checked but not built.
enum JSONSlice {
    case string(JSONText)
    case number(UnsafeRawBufferPointer)
    case object(UnsafeRawBufferPointer)
    case array(UnsafeRawBufferPointer)
    case bool(Bool)
    case null

    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// For the words of an error.
    var kind: String {
        switch self {
        case .string: "a string"
        case .number: "a number"
        case .object: "an object"
        case .array: "an array"
        case .bool: "a boolean"
        case .null: "null"
        }
    }

    func string(_ field: some CustomStringConvertible) throws(WireError) -> String {
        guard case .string(let text) = self else {
            throw .wrongType(field, expected: "a string", found: kind)
        }
        return text.string
    }

    func bool(_ field: some CustomStringConvertible) throws(WireError) -> Bool {
        guard case .bool(let truth) = self else {
            throw .wrongType(field, expected: "true or false", found: kind)
        }
        return truth
    }

    func object(_ field: some CustomStringConvertible) throws(WireError) -> UnsafeRawBufferPointer {
        guard case .object(let bytes) = self else {
            throw .wrongType(field, expected: "a JSON object", found: kind)
        }
        return bytes
    }

    /// An integer of 64 bits, written without fraction and exponent.
    func integer(_ field: some CustomStringConvertible, from lowest: Int = .min) throws(WireError) -> Int {
        guard case .number(let digits) = self else {
            throw .wrongType(field, expected: "an integer", found: kind)
        }
        guard let number = Self.integer(digits) else {
            throw .wrongType(field, expected: "an integer of 64 bits", found: "another number")
        }
        guard number >= lowest else { throw .outOfRange(field, expected: "at least \(lowest)") }
        return number
    }

    private static func integer(_ digits: UnsafeRawBufferPointer) -> Int? {
        let isNegative = digits.first == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        // JSON has no leading zeros: what is longer is larger.
        guard digits.count - start <= 19 else { return nil }
        var magnitude: UInt64 = 0
        for index in start..<digits.count {
            let digit = digits[index] &- 0x30
            guard digit < 10 else { return nil }
            magnitude = magnitude &* 10 &+ UInt64(digit)
        }
        guard isNegative else { return Int(exactly: magnitude) }
        return magnitude <= Int.min.magnitude ? Int(truncatingIfNeeded: 0 &- magnitude) : nil
    }
}

extension JSONSlice {
    func milliseconds(_ field: some CustomStringConvertible) throws(WireError) -> Milliseconds {
        Milliseconds(try integer(field))
    }

    /// One word of a fixed set, to which a newer program may have added.
    func word<Word: RawRepresentable<String>>(_ field: some CustomStringConvertible) throws(WireError) -> Word {
        let text = try string(field)
        guard let word = Word(rawValue: text) else {
            throw .unknownKind("`\(text.prefix(200))` as `\(field)`")
        }
        return word
    }
}
