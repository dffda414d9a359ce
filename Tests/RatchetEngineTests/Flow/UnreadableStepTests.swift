import Testing

@testable import RatchetEngine

/// Records of `steps` that this program cannot read.
@Suite struct UnreadableStepTests {
    private struct Payload: StepPayload {
        let error: UnreadableStep

        func decode() throws(UnreadableStep) -> StepRecord { throw error }
    }

    private func unreadable(isOfANewerProgram: Bool) -> UnreadableStep {
        let rejection = Rejection(
            key: "steps/0/0",
            reason: .undecodable,
            message: "scripted",
            place: "steps/0/0",
            at: 0,
            bytes: [],
            headers: []
        )
        return UnreadableStep(rejection, isOfANewerProgram: isOfANewerProgram)
    }

    private func start(_ jobId: String, at offset: Int64, isOfANewerProgram: Bool) -> Arrival {
        let payload = Payload(error: unreadable(isOfANewerProgram: isOfANewerProgram))
        let number = StepNumber(seq: 0, attempt: 1)
        return .step(StepArrival(offset: offset, jobId: jobId, number: number, payload: payload))
    }

    private let told = "A step cannot be read by this version: its run is left alone"

    @Test(arguments: [true, false])
    func `what a newer program can read stays where it is, with all that comes for its run`(hasNumber: Bool) throws {
        var harness = EngineHarness()
        harness.own()
        if hasNumber {
            harness.arrive(start("r", at: 0, isOfANewerProgram: true))
        } else {
            harness.arrive(.unreadable(offset: 0, jobId: "r", unreadable(isOfANewerProgram: true)))
        }
        #expect(harness.reports(told))
        #expect(harness.batches.isEmpty)
        harness.arrive(.start("r", at: 1), .terminate("r"))
        #expect(!harness.reports(told))
        #expect(harness.batches.isEmpty)
        // Others go on, and the group's offset stays before the record.
        let ticket = try harness.start("other", at: 2)
        harness.perform(.complete, ticket)
        #expect(harness.batches.first?.parts.first?.offsets[.steps] == 0)
    }

    @Test func `what no program can read becomes a dead letter`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(start("r", at: 0, isOfANewerProgram: false))
        harness.arrive(.unreadable(offset: 1, jobId: "r", unreadable(isOfANewerProgram: false)))
        harness.end()
        harness.end()
        #expect(!harness.reports(told))
        #expect(refused(harness) == 2 || harness.lastBatch == nil)
    }

    @Test func `a record without a key belongs to no run that could wait for a newer program`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.unreadable(offset: 0, jobId: nil, unreadable(isOfANewerProgram: true)))
        #expect(refused(harness) == 1)
    }

    @Test func `a run whose checkpoint can be read goes on by that`() {
        var harness = EngineHarness()
        harness.own(table: [.of("r", 3)], at: 7, stepsEnd: 8)
        harness.arrive(.unreadable(offset: 7, jobId: "r", unreadable(isOfANewerProgram: true)))
        #expect(harness.writes.map(\.publishesStep) == [true])
        #expect(harness.writes.map(\.checkpoint.number.seq) == [3])
    }

    private func refused(_ harness: EngineHarness) -> Int {
        harness.batches.flatMap(\.parts).flatMap(\.entries).count { if case .reject = $0 { true } else { false } }
    }
}
