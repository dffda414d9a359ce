/// Members of an object in a record that this program does not know, byte for byte: a newer program wrote them.
///
/// Whoever writes the object again writes them too, so that they outlive a time in the hands of an older program.
package struct UnknownMembers: Sendable, Equatable {
    /// The most bytes of them that one object may have.
    package static let limit = 65_536

    /// In their order, with commas between them: `"x":1,"y":{"z":[]}`.
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package var isEmpty: Bool { bytes.isEmpty }

    /// Adds a member: its name in quotes, the colon and the value, as they are written.
    ///
    /// Returns false, and adds nothing, when that would be more than the limit.
    package mutating func add(_ member: UnsafeRawBufferPointer) -> Bool {
        let commas = bytes.isEmpty ? 0 : 1
        guard bytes.count + commas + member.count <= Self.limit else { return false }
        if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: member)
        return true
    }
}
