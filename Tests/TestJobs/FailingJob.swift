import Ratchet

/// Throws at one of its steps, as many times as it is told.
struct FailingJob: Job {
    static let definition = Definition("failing", retry: .attempts(2, backoff: .constant(.milliseconds(200))))

    struct Parameters: Codable, Sendable {
        /// Steps after `start`.
        var steps: Int
        /// The step that fails.
        var at: Int
        var times: Int
        var topic: String
        /// A line for each failure.
        var failures: CallFile
        /// A line for each call.
        var calls: CallFile
    }

    struct State: Codable, Sendable {
        var step: Int
    }

    struct Broken: Error, CustomStringConvertible {
        let step: Int
        var description: String { "step \(step) is broken" }
    }

    func start(_ run: Run<Self>) async throws -> Step<State> { .next(State(step: 1)) }

    func perform(_ state: State, in run: Run<Self>) async throws -> Step<State> {
        let given = run.parameters
        try given.calls.append("\(state.step) attempt \(run.attempt)")
        try run.publish(state.step, to: given.topic, key: run.jobId)
        if state.step == given.at, given.failures.count() < given.times {
            try given.failures.append(run.jobId)
            throw Broken(step: state.step)
        }
        return state.step == given.steps ? .complete : .next(State(step: state.step + 1))
    }
}
