import Foundation

/// What the environment says of the schedules to play.
enum Seeds {
    static let given = number("RATCHET_SEED")
    static let schedules = number("RATCHET_SCHEDULES")

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }
}
