import Ratchet
import Testing

@testable import RatchetEngine

/// What becomes of a step when what it publishes is refused however often it is sent.
@Suite struct RefusedOutputTests {
    private let refused = BatchOutcome.aborted(.refused("no right", .target))
    private let tooEarly = BatchOutcome.aborted(.refused("sent an hour from now", .clock))
    private let output = Staged(outputs: [Output(topic: "elsewhere", key: nil, value: [])])

    /// The step of a run returns what it publishes, which is refused.
    private func withRefusedOutput(_ outcome: BatchOutcome? = nil) throws -> EngineHarness {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("run")
        harness.handle(.performed(ticket, StepResult(verdict: .complete, staged: output), session: nil))
        harness.endAll(outcome ?? refused)
        return harness
    }

    @Test func `a step fails whose output is refused`() throws {
        var harness = try withRefusedOutput()
        let failure = try #require(harness.lastWrites.first)
        #expect(failure.checkpoint.phase == .retrying)
        #expect(failure.checkpoint.error?.message.contains("no right") == true)
        harness.end()
        harness.pass(100)
        #expect(harness.lastWrites.map(\.checkpoint.number) == [StepNumber(seq: 0, attempt: 2)])
        #expect(harness.engine.load.refusedWrites == 0)
    }

    @Test func `a step has not failed when the clock is at fault, and is written when that is right`() throws {
        var harness = try withRefusedOutput(tooEarly)
        #expect(harness.lastBatch == nil)
        #expect(harness.engine.load.refusedWrites == 1)
        for outcome in [tooEarly, .committed] {
            harness.pass(EngineHarness.rest)
            #expect(harness.lastWrites.map(\.checkpoint.status) == [.complete])
            #expect(harness.lastWrites.first?.staged.outputs.count == 1)
            harness.end(outcome)
        }
        #expect(harness.engine.load.refusedWrites == 0)
    }

    @Test func `what waited for the clock is judged by itself once that is right`() throws {
        var harness = try withRefusedOutput(tooEarly)
        harness.pass(EngineHarness.rest)
        harness.end(refused)
        #expect(harness.lastWrites.map(\.checkpoint.phase) == [.retrying])
        harness.end()
        #expect(harness.engine.load.refusedWrites == 0)
        harness.pass(100)
        #expect(harness.lastWrites.map(\.checkpoint.number) == [StepNumber(seq: 0, attempt: 2)])
    }

    @Test func `a step has not failed when its failure is refused too`() throws {
        var harness = try withRefusedOutput()
        harness.endAll(refused)
        #expect(harness.engine.load.refusedWrites == 1)
        harness.pass(EngineHarness.rest)
        #expect(harness.lastWrites.map(\.checkpoint.status) == [.complete])
        #expect(harness.lastWrites.first?.staged.outputs.count == 1)
        harness.end()
        #expect(harness.engine.load.refusedWrites == 0)
        harness.pass(60_000)
        #expect(harness.lastBatch == nil)
    }

    @Test func `both a step's success and its failure are tried, one after the other`() throws {
        var harness = try withRefusedOutput()
        harness.endAll(refused)
        for _ in 0..<2 {
            harness.pass(EngineHarness.rest)
            #expect(harness.lastWrites.map(\.checkpoint.status) == [.complete])
            harness.end(refused)
            #expect(harness.lastWrites.map(\.checkpoint.phase) == [.retrying])
            #expect(harness.engine.load.refusedWrites == 1)
            harness.end(refused)
            #expect(harness.lastBatch == nil)
        }
        harness.pass(EngineHarness.rest)
        // An abort of the moment says nothing of either.
        harness.end(.aborted(.transient("a broker restarts")))
        harness.pass(Trouble.longestRest)
        harness.end(refused)
        harness.end(.aborted(.transient("a broker restarts")))
        #expect(harness.lastBatch == nil)
        harness.pass(Trouble.longestRest)
        #expect(harness.lastWrites.map(\.checkpoint.status) == [.complete])
        harness.end(refused)
        harness.end()
        #expect(harness.engine.load.refusedWrites == 0)
        harness.pass(100)
        #expect(harness.lastWrites.map(\.checkpoint.number) == [StepNumber(seq: 0, attempt: 2)])
    }

    @Test func `the pick-up is taken back of a step whose result waits apart`() throws {
        var harness = try withRefusedOutput(tooEarly)
        #expect(harness.engine.load.refusedWrites == 1)
        harness.handle(.revoked([0]))
        #expect(harness.lastWrites.map(\.checkpoint.phase) == [.interrupted])
        #expect(harness.lastWrites.map(\.checkpoint.pickups) == [0])
        #expect(harness.lastBatch?.parts.first?.offsets[.steps] == 0, "its step is not done")
        harness.end()
        #expect(harness.releases == [[0]])
    }

    @Test func `the clock turns no success to its failure`() throws {
        var harness = try withRefusedOutput()
        harness.endAll(refused)
        harness.pass(EngineHarness.rest)
        harness.end(tooEarly)
        harness.pass(EngineHarness.rest)
        #expect(harness.lastWrites.map(\.checkpoint.status) == [.complete])
    }
}
