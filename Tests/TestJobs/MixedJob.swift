import Foundation
import Ratchet

/// A chain of steps of many kinds, each of which publishes rows that tell run, step and all the steps before it.
struct MixedJob: Job {
    /// As many attempts as a run has steps that throw, and one.
    static let definition = Definition("mixed", retry: .attempts(4, backoff: .constant(.milliseconds(200))))

    struct Parameters: Codable, Sendable {
        var topic: String
        /// Where the chain of this run begins.
        var salt: Int
        var steps: [MixedStep]
    }

    struct State: Codable, Sendable {
        var step: Int
        /// Of all the steps that came before: one that was left out or done twice shows in all rows after it.
        var chain: Int
        /// When a step that snoozes is to wake up.
        var wake: Date?
        var ballast: String?
    }

    struct Row: Codable, Sendable {
        var run: String
        var step: Int
        var row: Int
        var chain: Int
    }

    struct Torn: Error, CustomStringConvertible {
        let step: Int
        var description: String { "step \(step) throws" }
    }

    func start(_ run: Run<Self>) async throws -> Step<State> {
        .next(state(at: 1, after: run.parameters.salt, run))
    }

    func perform(_ state: State, in run: Run<Self>) async throws -> Step<State> {
        let steps = run.parameters.steps
        let step = steps[state.step - 1]
        guard state.ballast?.utf8.count ?? 0 == step.ballast else {
            throw JobFailure("step \(state.step) has lost its ballast", .never)
        }
        let chain = (state.chain * 31 + state.step) % 1_000_003
        for row in 0..<step.rows {
            let value = Row(run: run.jobId, step: state.step, row: row, chain: chain)
            try run.publish(value, to: run.parameters.topic, key: run.jobId)
        }
        try await perform(step, state, in: run)
        guard state.step < steps.count else {
            run.notify(.success, activity: "mixed", title: run.jobId, summary: "\(steps.count) steps")
            return .complete
        }
        return .next(self.state(at: state.step + 1, after: chain, run))
    }

    private func perform(_ step: MixedStep, _ state: State, in run: Run<Self>) async throws {
        switch step.kind {
        case .plain, .heavy: break
        case .long: try await run.sleep(.milliseconds(step.milliseconds), interruptible: false)
        case .nap: try await run.sleep(.milliseconds(step.milliseconds), interruptible: true)
        case .block: Self.block(Double(step.milliseconds) / 1000)
        // The attempts of a run only ever grow: each of its steps that throw does so once.
        case .fail where run.attempt <= run.parameters.steps.prefix(state.step).count { $0.kind == .fail }:
            throw Torn(step: state.step)
        case .fail: break
        case .snooze:
            guard let wake = state.wake, wake > Date() else { return }
            throw JobFailure("not yet", .snooze(.milliseconds(step.milliseconds)))
        }
    }

    private func state(at step: Int, after chain: Int, _ run: Run<Self>) -> State {
        let next = run.parameters.steps[step - 1]
        return State(
            step: step,
            chain: chain,
            wake: next.kind == .snooze ? Date().addingTimeInterval(Double(next.milliseconds) / 1000) : nil,
            ballast: next.ballast == 0 ? nil : String(repeating: "x", count: next.ballast)
        )
    }

    private static func block(_ seconds: Double) { Thread.sleep(forTimeInterval: seconds) }
}

/// What one step of a mixed run does.
struct MixedStep: Codable, Sendable {
    enum Kind: String, Codable, Sendable {
        case plain
        /// Takes its time.
        case long
        /// Takes its time, and may be cut.
        case nap
        /// Holds its thread.
        case block
        /// Throws once.
        case fail
        /// Uses no attempt.
        case snooze
        /// Comes with a large state.
        case heavy
    }

    var kind: Kind
    var milliseconds: Int
    /// Published.
    var rows: Int
    /// Bytes of the state that it is given.
    var ballast: Int
}
