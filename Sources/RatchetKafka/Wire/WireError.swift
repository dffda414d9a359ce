import Ratchet

/// Bytes that are not of the wire format.
///
/// Reading them again never helps.
package struct WireError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case notJSON
        case missingField
        case wrongType
        case outOfRange
        case unsupportedVersion
        /// Of this version, and of a kind that came later.
        case unknownKind
        case malformedValue
    }

    package let code: Code
    /// What is wrong, where, and what is expected.
    package let message: String

    package var description: String { message }

    /// A newer program can read it.
    package var isOfANewerProgram: Bool { code == .unsupportedVersion || code == .unknownKind }

    /// The same, said to be in `place`.
    func within(_ place: String) -> WireError {
        WireError(code: code, message: "\(place): \(message)")
    }

    static func notJSON(_ what: String, at offset: Int) -> WireError {
        WireError(code: .notJSON, message: "not JSON: \(what) at byte \(offset)")
    }

    static func missing(_ field: some CustomStringConvertible) -> WireError {
        WireError(code: .missingField, message: "`\(field)` is missing")
    }

    static func wrongType(_ field: some CustomStringConvertible, expected: String, found: String) -> WireError {
        WireError(code: .wrongType, message: "`\(field)` must be \(expected), not \(found)")
    }

    static func outOfRange(_ field: some CustomStringConvertible, expected: String) -> WireError {
        WireError(code: .outOfRange, message: "`\(field)` must be \(expected)")
    }

    static func unknownKind(_ what: String) -> WireError {
        WireError(code: .unknownKind, message: "this program does not know \(what): deploy a newer program")
    }

    /// A run waits, and not for a time.
    static var unknownWait: WireError { .unknownKind("what a run waits for that has no `due`") }

    static func tooMuchUnknown(in object: StaticString?) -> WireError {
        let limit = UnknownMembers.limit
        let place = object.map { "`\($0)` has" } ?? "there are"
        return WireError(
            code: .unsupportedVersion,
            message:
                "\(place) more than \(limit) bytes of fields that this program does not know: deploy a newer program"
        )
    }

    static func unsupported(version: Int) -> WireError {
        WireError(
            code: .unsupportedVersion,
            message: "wire format \(version) is newer than this program, which reads 1: deploy a newer program"
        )
    }
}
