import Ratchet

/// Publishes one line per step, and notes each call in a file.
struct LedgerJob: Job {
    static let definition = Definition("ledger", defaults: ["paceMilliseconds": 0])

    struct Parameters: Codable, Sendable {
        /// Steps after `start`.
        var steps: Int
        /// How long one takes.
        var paceMilliseconds: Int
        var topic: String
        var calls: CallFile
    }

    struct State: Codable, Sendable {
        var step: Int
    }

    func start(_ run: Run<Self>) async throws -> Step<State> {
        try run.parameters.calls.append("\(run.jobId) start")
        return .next(State(step: 1))
    }

    func perform(_ state: State, in run: Run<Self>) async throws -> Step<State> {
        try run.parameters.calls.append("\(run.jobId) \(state.step)")
        try run.publish(state.step, to: run.parameters.topic, key: run.jobId)
        if run.parameters.paceMilliseconds > 0 {
            try await run.sleep(.milliseconds(run.parameters.paceMilliseconds), interruptible: false)
        }
        return state.step == run.parameters.steps ? .complete : .next(State(step: state.step + 1))
    }
}
