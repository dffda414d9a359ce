import Foundation
import KafkaTestSupport

/// Seeded runs of the job `mixed`, and the rows that they must publish.
struct MixedLoad: Sendable {
    private(set) var runs: [MixedRun]
    let topic: String

    init(_ count: Int, to topic: String, _ random: SeededRandom) {
        self.topic = topic
        runs = (0..<count).map { index in
            var random = random.stream(index)
            return MixedRun(jobId: "run-\(index + 1)", &random)
        }
    }

    /// Of runs that have not ended, where there are more of them to start.
    private static let live = 500

    /// Starts a fifth of the runs at once and the others evenly in that time, as long as not too many are under way.
    ///
    /// - Returns: those that were started.
    func start(on deployment: Deployment, within seconds: Double, _ tally: RunTally) async throws -> MixedLoad {
        var load = self
        let rounds = max(1, Int(seconds / 2))
        let start = ContinuousClock.now
        let first = min(runs.count / 5, Self.live)
        try await send(runs[..<first], deployment)
        var started = first
        for round in 1...rounds {
            let due = first + (runs.count - first) * round / rounds
            let next = max(started, min(due, Self.live + tally.counts.ended))
            try await send(runs[started..<next], deployment)
            started = next
            try? await Task.sleep(until: start + .seconds(seconds) * round / rounds)
        }
        load.runs = Array(runs[..<started])
        return load
    }

    /// Sends them until all are known to be there; a trigger that comes twice starts one run.
    private func send(_ runs: ArraySlice<MixedRun>, _ deployment: Deployment) async throws {
        let triggers = try runs.map { try $0.trigger(to: topic) }
        guard !runs.isEmpty else { return }
        try await eventually("the triggers of \(runs.count) runs") {
            (try? await deployment.send(triggers)).map { true }
        }
    }
}
