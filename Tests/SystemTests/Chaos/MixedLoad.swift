import Foundation
import KafkaTestSupport

/// Seeded runs of the job `mixed`, and the rows that they must publish.
struct MixedLoad: Sendable {
    let runs: [MixedRun]
    let topic: String

    init(_ count: Int, to topic: String, _ random: SeededRandom) {
        self.topic = topic
        runs = (0..<count).map { index in
            var random = random.stream(index)
            return MixedRun(jobId: "run-\(index + 1)", &random)
        }
    }

    /// Starts a fifth of the runs at once and the others evenly in that time.
    func start(on deployment: Deployment, within seconds: Double) async throws {
        let rounds = max(1, Int(seconds / 2))
        let start = ContinuousClock.now
        let first = runs.count / 5
        try await send(runs[..<first], deployment)
        for round in 0..<rounds {
            let rest = runs.count - first
            let range = (first + rest * round / rounds)..<(first + rest * (round + 1) / rounds)
            try await send(runs[range], deployment)
            try? await Task.sleep(until: start + .seconds(seconds) * (round + 1) / rounds)
        }
    }

    /// Sends them until all are known to be there; a trigger that comes twice starts one run.
    private func send(_ runs: ArraySlice<MixedRun>, _ deployment: Deployment) async throws {
        let triggers = try runs.map { try $0.trigger(to: topic) }
        try await eventually("the triggers of \(runs.count) runs", within: .seconds(300)) {
            (try? await deployment.send(triggers)).map { true }
        }
    }
}
