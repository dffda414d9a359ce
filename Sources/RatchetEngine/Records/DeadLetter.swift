/// A record of `dead`: what failed, with all that is needed to try it again.
package enum DeadLetter: Sendable {
    /// An attempt of a run that failed: the run as it stood, its number that of the failed step. Final when no retry is due.
    case run(Checkpoint, Reason, final: Bool)
    /// A record that could not become a run or be read as a command.
    case rejected(Rejection)

    package enum Reason: String, Sendable, CaseIterable {
        case failed
        case timedOut
        case crashed
        case oversize
        case undecodable
        case unknownJob
        case rejected
        /// A command for a run that never came.
        case unknownRun
        /// A command for a run that has more of them than it may have.
        case mailboxFull

        /// Refused by the owner of the run that it was for, not by who read it.
        var isOfMail: Bool { self == .unknownRun || self == .mailboxFull }
    }
}

/// A record of a public inbox that was refused.
package struct Rejection: Error {
    /// Its place, so that it never takes the place of a run's dead letter.
    package let key: String
    package let reason: DeadLetter.Reason
    /// What is wrong and what to do.
    package let message: String
    /// Where the record lies: `ratchet.triggers/3/1042`.
    package let place: String
    /// The record's key, which whoever sends it again needs; nil without one, or when it cannot be a jobId.
    package let originalKey: String?
    package let at: Milliseconds
    /// The record's value as it came.
    package let bytes: [UInt8]?
    /// Its headers as they came.
    package let headers: [Header]

    package struct Header: Sendable, Equatable {
        package let name: String
        package let value: [UInt8]?

        package init(name: String, value: [UInt8]?) {
            self.name = name
            self.value = value
        }
    }

    package init(
        key: String,
        reason: DeadLetter.Reason,
        message: String,
        place: String,
        originalKey: String? = nil,
        at: Milliseconds,
        bytes: [UInt8]?,
        headers: [Header]
    ) {
        self.key = key
        self.reason = reason
        self.message = message
        self.place = place
        self.originalKey = originalKey
        self.at = at
        self.bytes = bytes
        self.headers = headers
    }
}
