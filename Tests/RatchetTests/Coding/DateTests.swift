import Foundation
import Ratchet
import Testing

@Suite struct DateTests {
    private struct Dated: Job {
        static let definition = Definition("dated")
        struct Parameters: Codable, Sendable { var at: Date }
        struct State: Codable, Sendable { var at: Date }
        func start(_ run: Run<Self>) async throws -> Step<State> {
            try run.publish(run.parameters.at, to: "t")
            return .complete
        }
        func perform(_ state: State, in run: Run<Self>) async throws -> Step<State> { .next(state) }
    }

    private func step(_ call: StepCall) async throws -> StepResult {
        try await Jobs().adding { Dated() }.registered()[0].make().session().step(call, host: TestHost())
    }

    @Test func publishedDatesKeepTheirMilliseconds() async throws {
        for second in 0..<1000 {
            let millisecond = (second * 7) % 1000
            let fraction = millisecond == 0 ? "" : "." + String(1000 + millisecond).dropFirst()
            let minute = String(100 + second / 60).dropFirst()
            let time = "2026-11-24T02:\(minute):\(String(100 + second % 60).dropFirst())\(fraction)Z"
            let result = try await step(.start(parameters: #"{"at":"\#(time)"}"#))
            #expect(result.texts == ["\"\(time)\""])
        }
    }

    @Test func datesInStatesReadBackExactly() async throws {
        var random = SeededRandom(seed: 20)
        for _ in 0..<1000 {
            let at = Date(timeIntervalSinceReferenceDate: .random(in: 0..<1e9, using: &random))
            let state = String(decoding: try JSONEncoder().encode(["at": at]), as: UTF8.self)
            guard
                case .next(let bytes, _) = try await step(
                    .perform(state: state, parameters: #"{"at":"2026-11-24T02:00:00Z"}"#)
                ).verdict
            else {
                Issue.record("no next state")
                return
            }
            #expect(try JSONDecoder().decode([String: Date].self, from: Data(bytes)) == ["at": at])
        }
    }
}
