import Ratchet

/// Publishes a line per step, and waits at a gate within the second.
struct GatedJob: Job {
    static let definition = Definition("gated", retry: .attempts(2, backoff: .constant(.zero)))
    static let output = "lines"
    static let steps = 3

    struct State: Codable, Sendable {
        var step: Int
    }

    let gate: Gate

    func start(_ run: Run<Self>) async throws -> Step<State> { .next(State(step: 1)) }

    func perform(_ state: State, in run: Run<Self>) async throws -> Step<State> {
        if state.step == 2 { await gate.pass(run.jobId) }
        try run.publish(state.step, to: Self.output, key: run.jobId)
        return state.step == Self.steps ? .complete : .next(State(step: state.step + 1))
    }
}
