import Ratchet
import Testing

/// A job that leaves out all that it may.
private struct Minimal: Job {
    static let definition = Definition("minimal")
    func perform(_ state: NoState, in run: Run<Self>) async throws -> Step<NoState> {
        run.attempt == 1 ? .again : .complete
    }
}

@Suite struct MinimalJobTests {
    @Test func jobWithoutStateAndResourcesRuns() async throws {
        let session = try await Jobs().adding { Minimal() }.registered()[0].make().session()
        guard case .next(let state, 1) = await session.step(.start(), host: TestHost()).verdict else {
            return #expect(Bool(false), "start does not go on")
        }
        #expect(String(decoding: state, as: UTF8.self) == "{}")
        let second = StepCall.perform(state: "{}", attempt: 2, parameters: #"{"ignored":[1]}"#)
        guard case .complete(nil, _) = await session.step(second, host: TestHost()).verdict else {
            return #expect(Bool(false), "perform does not complete")
        }
    }

    @Test func definitionHasTheDocumentedDefaults() throws {
        let job = try Jobs().adding { Minimal() }.registered()[0]
        #expect(job.name == "minimal")
        #expect(job.deadline == .seconds(60))
        #expect(job.priority == 5)
        #expect(job.retry.attempts == 2)
        #expect(job.retry.from == .checkpoint)
    }
}
