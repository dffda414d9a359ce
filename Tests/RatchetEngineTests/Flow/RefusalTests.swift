import Ratchet
import Testing

@testable import RatchetEngine

/// What becomes of an entry that the broker refuses however often it is sent.
@Suite struct RefusalTests {
    private let refused = BatchOutcome.aborted(.refused("no right", .target))
    private let tooLarge = BatchOutcome.aborted(.refused("too large", .size))
    private let tooEarly = BatchOutcome.aborted(.refused("sent an hour from now", .clock))

    @Test func `a pick-up that is refused waits apart, without a slot, and others go on`() throws {
        var harness = EngineHarness(slots: 1)
        harness.own()
        harness.arrive(.start("poor", at: 0))
        #expect(harness.engine.load.slotsUsed == 1)
        harness.endAll(refused)
        #expect(harness.engine.load.refusedWrites == 1)
        #expect(harness.engine.load.slotsUsed == 0)
        harness.arrive(.start("other", at: 1))
        harness.end()
        #expect(harness.orders.map(\.call.jobId) == ["other"])
        harness.perform(.complete, try #require(harness.orders.first?.ticket))
        #expect(harness.batches.first?.parts.first?.offsets[.steps] == 0, "its step is not done")
        harness.end()

        harness.pass(EngineHarness.rest)
        #expect(harness.writes.map(\.checkpoint.run.jobId) == ["poor"])
        harness.end(refused)
        #expect(harness.reports("A record is refused for now: it is tried again"))
        #expect(harness.engine.load.refusedWrites == 1)
        harness.pass(EngineHarness.rest)
        harness.end()
        #expect(harness.engine.load.refusedWrites == 0)
        #expect(harness.orders.map(\.call.jobId) == ["poor"])
        #expect(harness.engine.load.slotsUsed == 1)
        harness.perform(.complete, try #require(harness.orders.first?.ticket))
        harness.end()
        #expect(harness.engine.load.slotsUsed == 0)
    }

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

    @Test func `all are sent again once one is accepted`() {
        var harness = EngineHarness(slots: 1)
        harness.own()
        for jobId in ["a", "b", "c"] {
            harness.arrive(.start(jobId, at: 0))
            harness.endAll(refused)
        }
        #expect(harness.engine.load.refusedWrites == 3)
        harness.pass(EngineHarness.rest)
        #expect(harness.writes.map(\.checkpoint.run.jobId) == ["a"])
        harness.end()
        #expect(harness.writes.map(\.checkpoint.run.jobId) == ["b", "c"])
        #expect(harness.orders.map(\.call.jobId) == ["a"])
        #expect(harness.engine.load.refusedWrites == 0)
        harness.handle(.revoked([0]))
        harness.end()
        #expect(harness.engine.load.slotsUsed == 1)
    }

    @Test func `a failure that is too large to be written down waits apart`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.perform(.complete, try harness.start("run"))
        harness.endAll(tooLarge)
        #expect(harness.lastWrites.map(\.checkpoint.status) == [.error])
        harness.endAll(tooLarge)
        #expect(harness.engine.load.refusedWrites == 1)
        #expect(harness.lastBatch == nil)
    }

    @Test func `a start that is refused holds back the offset of its trigger only`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.trigger(offset: 4, .start(.of("first"))))
        harness.endAll(refused)
        #expect(harness.engine.load.refusedWrites == 1)
        harness.arrive(.trigger(offset: 5, .start(.of("second"))))
        #expect(harness.batches.first?.parts.first?.offsets[.triggers] == 4)
        harness.end()
        harness.pass(EngineHarness.rest)
        #expect(harness.batches.first?.parts.first?.offsets[.triggers] == 6)
        harness.end()
        #expect(harness.engine.load.refusedWrites == 0)
    }

    @Test func `an expiry that is refused is left to the next lease`() {
        var harness = EngineHarness { $0.retention = 1_000 }
        harness.own(table: [.of("old", 3, 1, .complete)])
        harness.pass(10_000)
        #expect(harness.lastBatch != nil)
        harness.endAll(refused)
        #expect(harness.engine.load.pendingWrites == 0)
        #expect(harness.engine.load.refusedWrites == 0)
    }

    @Test func `what was tried in between is written in its order, and the committed offset waits for it`() {
        var harness = EngineHarness { $0.batchBytes = 700 }
        harness.own()
        for offset in Int64(0)..<5 {
            harness.arrive(.trigger(offset: offset, .start(.of("run-\(offset)"))))
            harness.endAll(refused)
        }
        harness.pass(EngineHarness.rest)
        harness.end(refused)
        harness.pass(EngineHarness.rest)
        // The second of them may be written, then all may, by two.
        for expected in [0, 3, 5] as [Int64] {
            #expect(harness.lastBatch?.parts.first?.offsets[.triggers] == expected)
            harness.end()
        }
        #expect(harness.engine.load.refusedWrites == 0)
    }

    @Test func `one cause does not keep another from being tried`() {
        var harness = EngineHarness()
        harness.own()
        for offset in Int64(0)..<3 {
            harness.arrive(.trigger(offset: offset, .start(.of("run-\(offset)"))))
            harness.endAll(refused)
            harness.pass(EngineHarness.rest / 2)
        }
        #expect(harness.lastBatch != nil)
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

    @Test func `a refused write is tried alone`() throws {
        var harness = EngineHarness { $0.partitionsPerBatch = 2 }
        harness.handle(.assigned(lease: 1, [0, 1]))
        for partition in Int32(0)...1 { harness.answerOpening(of: partition) }
        harness.arrive(.start("poor", at: 0))
        harness.endAll(refused)
        harness.now.wall += EngineHarness.rest
        harness.now.uptime += EngineHarness.rest
        harness.arrive(.start("other", at: 0), in: 1)
        #expect(harness.batches.map { $0.parts.map(\.partition) } == [[0], [1]])
    }

    @Test func `a partition is given up without what is refused, which its next owner finds again`() throws {
        var harness = EngineHarness()
        harness.own()
        try harness.start("run")
        harness.arrive(.trigger(offset: 4, .start(.of("poor"))))
        harness.endAll(refused)
        harness.handle(.revoked([0]))
        #expect(harness.writes.map(\.checkpoint.phase) == [.interrupted], "its pick-up is taken back")
        #expect(harness.lastBatch?.parts.first?.offsets[.triggers] == 4)
        harness.end()
        #expect(harness.releases == [[0]])
    }

    @Test func `what is tried while its partition is given up is left too`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.trigger(offset: 4, .start(.of("poor"))))
        harness.endAll(refused)
        let ticket = try harness.start("run", at: 0)
        harness.now.uptime += EngineHarness.rest
        harness.perform(.next(state: [1], version: 1), ticket)
        #expect(harness.batches.first?.parts.first?.entries.count == 1, "the one that is tried")
        harness.handle(.revoked([0]))
        harness.end(refused)
        #expect(harness.writes.map(\.checkpoint.number.seq) == [1])
        #expect(harness.lastBatch?.parts.first?.offsets[.triggers] == 4)
        harness.end(.aborted(.transient("a broker restarts")))
        harness.pass(1_000)
        #expect(harness.writes.map(\.checkpoint.number.seq) == [1])
        harness.end()
        #expect(harness.releases == [[0]])
    }

    @Test func `a run whose write is refused can be terminated`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("poor", at: 0))
        harness.endAll(refused)
        harness.arrive(.terminate("poor"))
        #expect(harness.writes.map(\.checkpoint.status) == [.terminated])
        #expect(harness.engine.load.refusedWrites == 0)
        harness.endAll(refused)
        #expect(harness.engine.load.refusedWrites == 1)
        harness.arrive(.terminate("poor", at: 1))
        #expect(harness.engine.load.refusedWrites == 1)
        #expect(harness.lastBatch == nil)
    }

    @Test func `what waits apart holds back intake`() {
        var harness = EngineHarness { $0.pendingLimit = 800 }
        harness.own()
        for offset in 0..<3 {
            harness.arrive(.trigger(offset: Int64(offset), .start(.of("run-\(offset)"))))
            harness.endAll(refused)
        }
        #expect(harness.engine.partitions[0].isPaused)
    }
}

extension EngineHarness {
    /// Between two tries.
    fileprivate static let rest = EngineHarness().engine.configuration.refusalRest

    /// Ends the batch in flight, and those that repeat it, so until it is no longer sent in its form.
    fileprivate mutating func endAll(_ outcome: BatchOutcome) {
        for _ in 0..<Trouble.triesPerSize {
            if lastBatch == nil { pass(100) }
            end(outcome)
        }
    }

    fileprivate var lastWrites: [RunWrite] {
        (lastBatch?.parts ?? []).flatMap(\.entries).compactMap { if case .run(let write) = $0 { write } else { nil } }
    }
}
