import Ratchet

/// Takes its process down in its first step, always.
struct TrappingJob: Job {
    static let definition = Definition("trapping")

    struct Parameters: Codable, Sendable {
        /// A line for each call that traps.
        var calls: CallFile
    }

    func start(_ run: Run<Self>) async throws -> Step<NoState> {
        try run.parameters.calls.append(run.jobId)
        fatalError("a job that traps")
    }

    func perform(_ state: NoState, in run: Run<Self>) async throws -> Step<NoState> { .complete }
}
