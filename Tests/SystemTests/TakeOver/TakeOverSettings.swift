import Foundation
import Testing

/// What decides how long a take-over takes.
struct TakeOverSettings: Sendable, CustomTestStringConvertible, CustomStringConvertible {
    /// Seconds.
    let session: Int
    /// Seconds.
    let transaction: Int

    /// As many as `RATCHET_TAKE_OVERS` says.
    let rounds = ProcessInfo.processInfo.environment["RATCHET_TAKE_OVERS"].flatMap(Int.init) ?? 1

    /// Both where figures are wanted.
    static var measured: [Self] {
        let standard = Self(session: 6, transaction: 6)
        return isMeasuring ? [standard, Self(session: 6, transaction: 10)] : [standard]
    }

    private static var isMeasuring: Bool { ProcessInfo.processInfo.environment["RATCHET_TAKE_OVERS"] != nil }

    var description: String { "session timeout \(session) s, transaction timeout \(transaction) s" }
    var testDescription: String { description }

    var environment: [String: String] {
        ["RATCHET_SESSION_TIMEOUT": "\(session)s", "RATCHET_TRANSACTION_TIMEOUT": "\(transaction)s"]
    }
}
