import Foundation
import Ratchet

struct ProbeError: Error, Equatable {}

/// A job whose code the test gives.
struct Probe: Job {
    static let definition = Definition("probe", retry: .attempts(3))

    struct State: Codable, Equatable, Sendable {
        var count = 0
        var text: String?
        var ratio = 1.0
    }

    struct Parameters: Codable, Sendable {
        var name: String?
    }

    var preparing: @Sendable (Setup<Self>) async throws -> Int = { _ in 0 }
    var starting: @Sendable (Run<Self>) async throws -> Step<State> = { _ in .next(State()) }
    var performing: @Sendable (State, Run<Self>) async throws -> Step<State> = { state, _ in .next(state) }

    func prepare(_ setup: Setup<Self>) async throws -> Int { try await preparing(setup) }
    func start(_ run: Run<Self>) async throws -> Step<State> { try await starting(run) }
    func perform(_ state: State, in run: Run<Self>) async throws -> Step<State> { try await performing(state, run) }

    static func performing(_ code: @escaping @Sendable (State, Run<Self>) async throws -> Step<State>) -> Self {
        Self(performing: code)
    }

    /// Its session, made the way the engine makes it.
    func session() async throws -> any RunSession {
        try await Jobs().adding { self }.registered()[0].make().session()
    }

    /// One call in a session of its own.
    func step(_ call: StepCall = .perform(), _ host: TestHost = TestHost()) async throws -> StepResult {
        try await session().step(call, host: host)
    }
}

extension StepCall {
    static func start(parameters: String = "{}") -> StepCall {
        StepCall(.probe(parameters), seq: 0, attempt: 1, state: nil, stateVersion: 1)
    }

    static func perform(
        state: String = #"{"count":7,"ratio":1}"#,
        version: Int = 1,
        seq: Int = 4,
        attempt: Int = 2,
        parameters: String = "{}"
    ) -> StepCall {
        StepCall(.probe(parameters), seq: seq, attempt: attempt, state: Array(state.utf8), stateVersion: version)
    }
}

extension RunIdentity {
    fileprivate static func probe(_ parameters: String) -> RunIdentity {
        RunIdentity(jobId: "r1", job: "probe", tenant: "acme", scheduled: 0, parameters: Array(parameters.utf8))
    }
}

extension StepResult {
    /// The next state, decoded; nil for every other verdict.
    var next: Probe.State? {
        guard case .next(let state, 1) = verdict else { return nil }
        return try? JSONDecoder().decode(Probe.State.self, from: Data(state))
    }

    var failure: StepFailure? {
        guard case .failed(let failure) = verdict else { return nil }
        return failure
    }

    var isInterrupted: Bool {
        guard case .interrupted = verdict else { return false }
        return true
    }

    var undecodable: String? {
        guard case .undecodable(let message) = verdict else { return nil }
        return message
    }

    var texts: [String] { staged.outputs.map { String(decoding: $0.value, as: UTF8.self) } }
}
