/// The two halves of a value `{"parameters":…,"state":…}`, cut out by the envelope's `split` without parsing them.
struct RecordValue {
    let parameters: [UInt8]
    let state: [UInt8]?

    private static let opening = Array("{\"parameters\":".utf8)
    private static let middle = Array(",\"state\":".utf8)

    init(_ value: [UInt8], split: Int) throws(WireError) {
        let start = Self.opening.count
        guard value.starts(with: Self.opening), split > 0, split < value.count - start, value.last == .closeBrace else {
            throw Self.mismatch
        }
        let end = start + split
        parameters = Array(value[start..<end])
        let rest = value[end..<(value.count - 1)]
        if rest.isEmpty {
            state = nil
        } else {
            guard rest.starts(with: Self.middle), rest.count > Self.middle.count else { throw Self.mismatch }
            state = Array(rest.dropFirst(Self.middle.count))
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
