import Foundation
import KafkaTestSupport

/// What a run of the job `mixed` is told to do.
struct MixedRun: Sendable {
    /// As the job has it.
    struct Step: Codable, Sendable {
        var kind: String
        var milliseconds = 0
        var rows = 1
        var ballast = 0
    }

    /// As the job publishes it.
    struct Row: Codable, Equatable, Sendable {
        var run: String
        var step: Int
        var row: Int
        var chain: Int

        var words: String { "step \(step) row \(row) (\(chain))" }

        var json: [UInt8] { get throws { Array(try JSONEncoder().encode(self)) } }
    }

    private struct Trigger: Codable {
        struct Parameters: Codable {
            var topic: String
            var salt: Int
            var steps: [Step]
        }

        var job = "mixed"
        var id: String
        var tenant = "chaos"
        var parameters: Parameters
    }

    let jobId: String
    let salt: Int
    let steps: [Step]

    init(jobId: String, _ random: inout SeededRandom) {
        self.jobId = jobId
        salt = .random(in: 0..<1_000_003, using: &random)
        var steps: [Step] = []
        var failures = 0
        for _ in 0..<Int.random(in: 8...30, using: &random) {
            var step = Self.step(&random)
            if step.kind == "fail" { failures += 1 }
            // The job has four attempts.
            if step.kind == "fail", failures > 3 { step.kind = "plain" }
            steps.append(step)
        }
        self.steps = steps
    }

    /// What it must publish in its steps before `end`, all by default.
    func rows(before end: Int? = nil) -> [Row] {
        var chain = salt
        var rows: [Row] = []
        for (index, step) in steps.enumerated() where index + 1 < end ?? .max {
            chain = (chain * 31 + index + 1) % 1_000_003
            rows += (0..<step.rows).map { Row(run: jobId, step: index + 1, row: $0, chain: chain) }
        }
        return rows
    }

    /// How often it fails by itself, and is retried.
    var failures: Int { steps.count { $0.kind == "fail" } }

    func trigger(to topic: String) throws -> RawTrigger {
        let trigger = Trigger(id: jobId, parameters: .init(topic: topic, salt: salt, steps: steps))
        return RawTrigger(Array(try JSONEncoder().encode(trigger)))
    }

    private static func step(_ random: inout SeededRandom) -> Step {
        let rows =
            switch Int.random(in: 0..<10, using: &random) {
            case 0: 0
            case 1: Int.random(in: 2...25, using: &random)
            default: 1
            }
        let part = Int.random(in: 0..<100, using: &random)
        return switch part {
        case 0..<10: Step(kind: "long", milliseconds: .random(in: 200...2000, using: &random), rows: rows)
        case 10..<20: Step(kind: "nap", milliseconds: .random(in: 200...2500, using: &random), rows: rows)
        case 20..<27: Step(kind: "block", milliseconds: .random(in: 50...400, using: &random), rows: rows)
        case 27..<33: Step(kind: "fail", rows: rows)
        case 33..<39: Step(kind: "snooze", milliseconds: .random(in: 100...1500, using: &random), rows: rows)
        case 39..<47: Step(kind: "heavy", rows: rows, ballast: .random(in: 20_000...200_000, using: &random))
        default: Step(kind: "plain", rows: rows)
        }
    }
}
