import Ratchet

/// A run of many small steps that do nothing: what they cost is the engine.
struct ChainJob: Job {
    static let definition = Definition("bench-chain")

    struct Parameters: Codable, Sendable {
        /// Which of the runs, from 0.
        var number: Int
        var steps: Int
    }

    struct State: Codable, Sendable {
        var step: Int
        var pad: String
    }

    let watch: ChainWatch
    let pad: String

    func start(_ run: Run<Self>) async throws -> Step<State> { next(0, run.parameters) }

    func perform(_ state: State, in run: Run<Self>) async throws -> Step<State> { next(state.step + 1, run.parameters) }

    private func next(_ step: Int, _ parameters: Parameters) -> Step<State> {
        watch.saw(step, of: parameters.number)
        return step + 1 < parameters.steps ? .next(State(step: step, pad: pad)) : .complete
    }
}
