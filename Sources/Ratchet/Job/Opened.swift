/// A run's parameters, decoded once for a session.
final class Given<J: Job>: Sendable {
    let bytes: [UInt8]
    let parameters: J.Parameters

    init(decoding bytes: [UInt8]) throws(Undecodable) {
        self.bytes = bytes
        do {
            parameters = try JSONCoding.decode(parameters: bytes, as: J.Parameters.self)
        } catch {
            throw Undecodable("the run's parameters cannot be read by this program: \(error.inWords)")
        }
    }
}

/// What lasts from one successful call to the next.
final class Opened<J: Job>: Sendable {
    let given: Given<J>
    let resources: J.Resources

    init(given: Given<J>, resources: J.Resources) {
        self.given = given
        self.resources = resources
    }
}

/// What a session keeps after a step that succeeded.
struct Kept<J: Job>: Sendable {
    let opened: Opened<J>
    /// What the step returned: goes on as it is, while what was committed is what it was encoded to.
    let state: J.State
    let bytes: [UInt8]
}

/// Stored bytes that this program does not understand.
struct Undecodable: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
