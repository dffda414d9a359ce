import Ratchet
import Testing

@testable import RatchetEngine

/// What becomes of an entry that the broker refuses however often it is sent.
@Suite struct RefusalTests {
    private let refused = BatchOutcome.aborted(.refused("no right", isTooLarge: false))
    private let tooLarge = BatchOutcome.aborted(.refused("too large", isTooLarge: true))

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

        harness.pass(RefusedWrites.rest)
        #expect(harness.writes.map(\.checkpoint.run.jobId) == ["poor"])
        harness.end(refused)
        #expect(harness.reports("Ratchet's own topics refuse a record: it is tried again"))
        #expect(harness.engine.load.refusedWrites == 1)
        harness.pass(RefusedWrites.rest)
        harness.end()
        #expect(harness.engine.load.refusedWrites == 0)
        #expect(harness.orders.map(\.call.jobId) == ["poor"])
        #expect(harness.engine.load.slotsUsed == 1)
        harness.perform(.complete, try #require(harness.orders.first?.ticket))
        harness.end()
        #expect(harness.engine.load.slotsUsed == 0)
    }

    @Test func `a step's result fails the step when it goes to other topics, else it waits apart`() throws {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("run")
        let output = Output(topic: "elsewhere", key: nil, value: [])
        harness.handle(
            .performed(ticket, StepResult(verdict: .complete, staged: Staged(outputs: [output])), session: nil)
        )
        harness.endAll(refused)
        let failure = try #require(harness.lastWrites.first)
        #expect(failure.checkpoint.phase == .retrying)
        #expect(failure.checkpoint.error?.message.contains("no right") == true)
        // This one goes to Ratchet's own topics only, and so it is not held against the run a second time.
        harness.endAll(refused)
        #expect(harness.engine.load.refusedWrites == 1)
        harness.pass(RefusedWrites.rest)
        harness.end()
        #expect(harness.engine.load.refusedWrites == 0)
        harness.pass(1_000)
        #expect(harness.lastWrites.map(\.checkpoint.number) == [StepNumber(seq: 0, attempt: 2)])
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
        harness.pass(RefusedWrites.rest)
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

    @Test func `a refused write is tried alone`() throws {
        var harness = EngineHarness { $0.partitionsPerBatch = 2 }
        harness.handle(.assigned(lease: 1, [0, 1]))
        for partition in Int32(0)...1 { harness.answerOpening(of: partition) }
        harness.arrive(.start("poor", at: 0))
        harness.endAll(refused)
        harness.now.wall += RefusedWrites.rest
        harness.now.uptime += RefusedWrites.rest
        harness.arrive(.start("other", at: 0), in: 1)
        #expect(harness.batches.map { $0.parts.map(\.partition) } == [[0], [1]])
    }

    @Test func `a partition is given up without what is refused`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("poor", at: 0))
        harness.endAll(refused)
        harness.handle(.revoked([0]))
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
    /// Ends the batch in flight, and those that repeat it, so until it is no longer sent in its form.
    fileprivate mutating func endAll(_ outcome: BatchOutcome) {
        for _ in 0..<Trouble.triesPerSize {
            if lastBatch == nil { pass(1_000) }
            end(outcome)
        }
    }

    fileprivate var lastWrites: [RunWrite] {
        (lastBatch?.parts ?? []).flatMap(\.entries).compactMap { if case .run(let write) = $0 { write } else { nil } }
    }
}
