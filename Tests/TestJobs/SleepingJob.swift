import Ratchet

/// Sleeps for an hour, and may be cut.
struct SleepingJob: Job {
    static let definition = Definition("sleeping")

    struct Parameters: Codable, Sendable {
        /// A line when it falls asleep, and one when it is woken.
        var calls: CallFile
    }

    func perform(_ state: NoState, in run: Run<Self>) async throws -> Step<NoState> {
        try run.parameters.calls.append("asleep")
        do {
            try await run.sleep(.seconds(3600), interruptible: true)
        } catch {
            try run.parameters.calls.append("woken by \(type(of: error))")
            throw error
        }
        return .complete
    }
}
