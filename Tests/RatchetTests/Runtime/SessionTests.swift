import Foundation
import Ratchet
import Synchronization
import Testing

@Suite struct SessionTests {
    @Test func withoutAStateStartIsCalled() async throws {
        let result = try await Probe(starting: { _ in .next(Probe.State(count: 1)) }).step(.start())
        #expect(result.next == Probe.State(count: 1))
    }

    @Test(arguments: [0, 1, 5]) func withAStateStartIsNeverCalled(seq: Int) async throws {
        let probe = Probe(
            starting: { _ in throw ProbeError() },
            performing: { state, _ in .next(Probe.State(count: state.count + 1)) }
        )
        let result = try await probe.step(.perform(seq: seq))
        #expect(result.next?.count == 8)
    }

    @Test func completeEndsTheRunWithoutAState() async throws {
        let result = try await Probe.performing { _, _ in .complete }.step()
        guard case .complete(nil, _) = result.verdict else { return #expect(Bool(false), "\(result.verdict)") }
    }

    @Test func aKeptStateIsTheResult() async throws {
        let result = try await Probe.performing { state, _ in .complete(keeping: state) }.step()
        guard case .complete(let bytes?, 1) = result.verdict else { return #expect(Bool(false), "\(result.verdict)") }
        #expect(try JSONDecoder().decode(Probe.State.self, from: Data(bytes)).count == 7)
    }

    @Test func contextShowsTheCall() async throws {
        let probe = Probe.performing { _, run in
            #expect(run.jobId == "r1")
            #expect(run.tenant == "acme")
            #expect(run.attempt == 2)
            #expect(run.scheduledAt == Date(timeIntervalSince1970: 0))
            #expect(run.now == Date(timeIntervalSince1970: 1_800_000_000))
            #expect(run.parameters.name == "x")
            return .complete
        }
        #expect(try await probe.step(.perform(parameters: #"{"name":"x"}"#)).failure == nil)
    }

    @Test func parametersFollowTheCall() async throws {
        let session = try await Probe.performing { _, run in .next(Probe.State(text: run.parameters.name)) }.session()
        for name in ["a", "a", "b"] {
            let call = StepCall.perform(parameters: #"{"name":"\#(name)"}"#)
            #expect(await session.step(call, host: TestHost()).next?.text == name)
        }
    }

    @Test func stateThatDoesNotDecodeParksTheRun() async throws {
        let result = try await Probe().step(.perform(state: #"{"count":"many","ratio":1}"#))
        #expect(result.undecodable?.contains("'count' must be a whole number") == true)
    }

    @Test func parametersThatDoNotDecodeParkTheRun() async throws {
        let result = try await Probe().step(.start(parameters: #"{"name":5}"#))
        #expect(result.undecodable?.contains("'name' must be a string") == true)
    }

    @Test func stateOfAnotherVersionParksTheRun() async throws {
        let result = try await Probe().step(.perform(version: 2))
        #expect(result.undecodable?.contains("version 2") == true)
    }

    @Test func stateOverItsLimitFailsForGood() async throws {
        let probe = Probe.performing { _, run in
            try run.publish("sent", to: "t")
            return .next(Probe.State(text: String(repeating: "x", count: 200)))
        }
        let result = try await probe.step(.perform(), TestHost(stateLimit: 100))
        #expect(result.failure?.decision == .never)
        #expect(result.failure?.message.contains("limit of 100") == true)
        #expect(result.staged.isEmpty)
    }

    @Test func keptStateOverItsLimitFailsForGood() async throws {
        let result = try await Probe.performing { .complete(keeping: $0) }.step(.perform(), TestHost(stateLimit: 9))
        #expect(result.failure?.decision == .never)
    }

    @Test func stateAtItsLimitIsTaken() async throws {
        let size = try JSONEncoder().encode(Probe.State()).count
        let probe = Probe.performing { _, _ in .next(Probe.State()) }
        #expect(try await probe.step(.perform(), TestHost(stateLimit: size)).next != nil)
        #expect(try await probe.step(.perform(), TestHost(stateLimit: size - 1)).next == nil)
    }

    @Test func stateThatDoesNotEncodeFailsForGood() async throws {
        let result = try await Probe.performing { _, _ in .next(Probe.State(ratio: .nan)) }.step()
        #expect(result.failure?.decision == .never)
        #expect(result.failure?.message.contains("'ratio'") == true)
    }

    @Test func failureCarriesTypeMessageAndDecision() async throws {
        let plain = try await Probe.performing { _, _ in throw ProbeError() }.step()
        #expect(plain.failure == StepFailure(type: "ProbeError", message: "ProbeError()", decision: .retry))
        let decided = try await Probe.performing { _, _ in
            throw JobFailure("no luck", .snooze(.zero), cause: ProbeError())
        }.step()
        #expect(
            decided.failure
                == StepFailure(type: "ProbeError", message: "no luck (ProbeError())", decision: .snooze(.zero))
        )
    }

    @Test func failedStepSendsNothing() async throws {
        let result = try await Probe.performing { _, run in
            try run.publish(1, to: "t")
            run.notify(.info, activity: "a", title: "t", summary: "s")
            run.progress(1)
            throw ProbeError()
        }.step()
        #expect(result.staged.isEmpty)
        #expect(result.progress == nil)
    }
}

extension Probe {
    fileprivate static func performing(_ code: @escaping @Sendable (State) async throws -> Step<State>) -> Self {
        Self(performing: { state, _ in try await code(state) })
    }
}
