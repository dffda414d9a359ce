import Ratchet
import Testing

@testable import RatchetEngine

/// What becomes of an entry that the broker refuses however often it is sent.
@Suite struct RefusalTests {
    private let refused = BatchOutcome.aborted(.refused("no right", .target))
    private let tooLarge = BatchOutcome.aborted(.refused("too large", .size))

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
