/// The two halves of a value `{"parameters":…,"state":…}`, cut out by the envelope's `split` without parsing them.
struct RecordValue {
    let parameters: [UInt8]
    let state: [UInt8]?

    private static let opening: StaticString = "{\"parameters\":"
    private static let middle: StaticString = ",\"state\":"

    init(_ value: [UInt8], split: Int) throws(WireError) {
        let start = Self.opening.utf8CodeUnitCount
        guard value.has(Self.opening, at: 0), split > 0, split < value.count - start, value.last == .closeBrace else {
            throw Self.mismatch
        }
        let end = start + split
        parameters = Array(value[start..<end])
        if end == value.count - 1 {
            state = nil
        } else {
            let stateStart = end + Self.middle.utf8CodeUnitCount
            guard value.has(Self.middle, at: end), stateStart < value.count - 1 else { throw Self.mismatch }
            state = Array(value[stateStart..<(value.count - 1)])
        }
    }

    private static var mismatch: WireError {
        WireError(
            code: .malformedValue,
            message: "the value must be {\"parameters\":…} or {\"parameters\":…,\"state\":…}, "
                + "its parameters being `split` bytes of the envelope long"
        )
    }
}

extension [UInt8] {
    fileprivate func has(_ text: StaticString, at start: Int) -> Bool {
        guard count - start >= text.utf8CodeUnitCount else { return false }
        for index in 0..<text.utf8CodeUnitCount where self[start + index] != text.utf8Start[index] { return false }
        return true
    }
}
