import Foundation
import Ratchet

/// Blocks its thread for longer than its deadline, whatever it is told.
struct HangingJob: Job {
    static let definition = Definition(
        "hanging",
        retry: .attempts(2, backoff: .constant(.milliseconds(100))),
        deadline: .milliseconds(500)
    )

    func perform(_ state: NoState, in run: Run<Self>) async throws -> Step<NoState> {
        Self.block()
        return .complete
    }

    private static func block() { Thread.sleep(forTimeInterval: 3600) }
}
