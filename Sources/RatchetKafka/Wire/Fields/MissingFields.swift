import Ratchet

/// Refuses an object without one of its required fields.
struct MissingFields<Draft>: FieldCoder {
    typealias Failure = WireError

    private let found: FieldSet
    private let name: StaticString?
    private var ordinal = 0

    init(_ found: FieldSet, in name: StaticString?) {
        self.found = found
        self.name = name
    }

    @inline(__always)
    mutating func field<Value: FieldValue>(
        _ name: StaticString,
        isRequired: Bool,
        from lowest: Int,
        _ value: @autoclosure () -> Value?,
        _ set: (inout Draft, Value) -> Void
    ) throws(WireError) {
        if isRequired, !found.contains(ordinal) { throw .missing(FieldName(name, in: self.name)) }
        ordinal += 1
    }

    mutating func unknown(
        _ members: @autoclosure () -> UnknownMembers,
        _ add: (inout Draft, UnsafeRawBufferPointer) -> Bool
    ) {}
}

/// Fields by their place in the declaration: at most 64.
struct FieldSet {
    private var bits: UInt64 = 0

    mutating func insert(_ ordinal: Int) { bits |= 1 << UInt64(ordinal) }

    func contains(_ ordinal: Int) -> Bool { bits & 1 << UInt64(ordinal) != 0 }
}
