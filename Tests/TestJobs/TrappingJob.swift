import Ratchet

/// Takes its process down in its second step, always.
struct TrappingJob: Job {
    static let definition = Definition("trapping")

    struct Parameters: Codable, Sendable {
        /// A line for each call that traps.
        var calls: CallFile
    }

    enum State: Codable, Sendable {
        case fine
        case trapping
    }

    func start(_ run: Run<Self>) async throws -> Step<State> { .next(.fine) }

    func perform(_ state: State, in run: Run<Self>) async throws -> Step<State> {
        guard case .trapping = state else { return .next(.trapping) }
        try run.parameters.calls.append(run.jobId)
        fatalError("a job that traps")
    }
}
