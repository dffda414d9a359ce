/// A JSON object as it was written, and the names of its members.
package struct JSONObjectText: Sendable {
    /// From brace to brace; whoever makes this has checked that it is JSON (RFC 8259).
    package let bytes: [UInt8]
    package let names: [String]

    package init(bytes: [UInt8], names: [String]) {
        self.bytes = bytes
        self.names = names
    }

    static let empty = JSONObjectText(bytes: Array("{}".utf8), names: [])
}
