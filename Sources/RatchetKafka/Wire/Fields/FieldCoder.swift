import Ratchet

/// Walks over the fields of a JSON object in the order of their declaration.
///
/// An object declares each field once, in a function that is generic over the coder: ``FieldWriter`` writes them,
/// ``FieldReader`` reads them, ``MissingFields`` tells which of the required ones did not come. The compiler makes a
/// function of its own of each declaration for each coder: nothing is allocated or looked up for a field.
protocol FieldCoder<Draft> {
    /// Takes what is read.
    associatedtype Draft
    associatedtype Failure: Error

    /// - Parameters:
    ///   - name: plain ASCII without escapes, of at most ``FieldOutput/nameLimit`` bytes.
    ///   - isRequired: whether an object without it is refused.
    ///   - lowest: the lowest value that an integer may have.
    ///   - value: what is written; nil leaves the field out. Evaluated by the writer only.
    ///   - set: takes what was read; of fields with one name the last one counts.
    /// - Throws: what is wrong with the field.
    mutating func field<Value: FieldValue>(
        _ name: StaticString,
        isRequired: Bool,
        from lowest: Int,
        _ value: @autoclosure () -> Value?,
        _ set: (inout Draft, Value) -> Void
    ) throws(Failure)

    /// The members that no field has taken: declared last.
    mutating func unknown(
        _ members: @autoclosure () -> UnknownMembers,
        _ add: (inout Draft, UnsafeRawBufferPointer) -> Bool
    ) throws(Failure)
}

extension FieldCoder {
    @inline(__always)
    mutating func required<Value: FieldValue>(
        _ name: StaticString,
        from lowest: Int = .min,
        _ value: @autoclosure () -> Value,
        _ set: (inout Draft, Value) -> Void
    ) throws(Failure) {
        try field(name, isRequired: true, from: lowest, value(), set)
    }

    @inline(__always)
    mutating func optional<Value: FieldValue>(
        _ name: StaticString,
        from lowest: Int = .min,
        _ value: @autoclosure () -> Value?,
        _ set: (inout Draft, Value) -> Void
    ) throws(Failure) {
        try field(name, isRequired: false, from: lowest, value(), set)
    }
}
