import Testing

@testable import RatchetEngine

@Suite struct CommitTests {
    @Test func `offsets stay behind a slow step while others go on`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("slow", at: 0), .start("fast", at: 1))
        harness.end()
        let fast = try #require(harness.orders.first { $0.call.jobId == "fast" })
        harness.perform(.complete, fast.ticket)
        #expect(harness.batches.first?.parts.first?.offsets[.steps] == 0)
        harness.end()
        let slow = try #require(harness.engine.slots.steps.keys.first)
        harness.perform(.complete, slow)
        #expect(harness.batches.first?.parts.first?.offsets[.steps] == 2)
    }

    @Test func `batches of one partition come one after another`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("a", at: 0))
        #expect(harness.batches.count == 1)
        harness.arrive(.start("b", at: 1))
        #expect(harness.batches.isEmpty)
        harness.end()
        #expect(harness.writes.map(\.checkpoint.run.jobId) == ["b"])
    }

    @Test func `what is settled waits a moment for steps under way, and not when there are none`() throws {
        var harness = EngineHarness { $0.patienceLimit = 50 }
        harness.own()
        harness.arrive(.start("a", at: 0), .start("b", at: 1))
        harness.end()
        let tickets = harness.orders.map(\.ticket)
        harness.perform(.next, tickets[0])
        #expect(harness.batches.isEmpty)
        #expect(harness.engine.nextWake(after: harness.now).map { (1...50).contains($0) } == true)
        harness.perform(.complete, tickets[1])
        #expect(harness.writes.count == 2)
    }

    @Test func `an aborted batch is committed again as it was, after a rest`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("r", at: 0))
        harness.end(.aborted(.transient("broker")))
        #expect(harness.batches.isEmpty)
        let rest = harness.engine.nextWake(after: harness.now) ?? 0
        #expect(rest > 0)
        harness.pass(rest)
        #expect(harness.writes.map(\.checkpoint.run.jobId) == ["r"])
    }

    @Test func `a batch that is refused is halved until the record is found, and its run fails alone`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("a", at: 0), .start("b", at: 1), .start("c", at: 2), .start("d", at: 3))
        harness.end()
        for ticket in harness.orders.map(\.ticket) {
            harness.handle(.performed(ticket, .init(verdict: .complete), session: nil))
        }
        // All but the first to settle wait for its batch.
        harness.end()
        var committed: [String] = []
        var failed: [String] = []
        for _ in 0..<40 where harness.lastBatch != nil || harness.engine.load.pendingWrites > 0 {
            let entries = harness.lastBatch?.parts.flatMap(\.entries) ?? []
            let writes = entries.compactMap { if case .run(let write) = $0 { write } else { nil } }
            let isRefused = writes.contains { $0.checkpoint.run.jobId == "c" && $0.checkpoint.status == .complete }
            if !isRefused {
                committed += writes.filter { $0.checkpoint.status == .complete }.map(\.checkpoint.run.jobId)
                failed += writes.filter { $0.checkpoint.status == .error }.map(\.checkpoint.run.jobId)
            }
            harness.end(isRefused ? .aborted(.refused("too large", .size)) : .committed)
            if harness.lastBatch == nil { harness.pass(1_000) }
        }
        #expect(committed.sorted() == ["b", "d"] || committed.sorted() == ["a", "b", "d"])
        #expect(failed == ["c"])
    }

    @Test func `an unknown outcome with the batch's own mark is a commit`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("r", at: 0))
        let batch = try #require(harness.lastBatch)
        harness.end(.unknown)
        #expect(harness.asks { if case .readCommitted(.outcome(batch.id), 0) = $0 { true } else { false } })
        harness.handle(.committedRead(.outcome(batch: batch.id), 0, .init(offsets: [:], mark: batch.parts[0].mark)))
        #expect(harness.orders.count == 1)
    }

    @Test func `an unknown outcome with the mark before it is no commit, and is settled again`() throws {
        var harness = EngineHarness()
        harness.own(mark: .others)
        harness.arrive(.start("r", at: 0))
        let batch = try #require(harness.lastBatch)
        harness.end(.unknown)
        harness.handle(.committedRead(.outcome(batch: batch.id), 0, .init(offsets: [:], mark: .others)))
        #expect(harness.orders.isEmpty)
        harness.pass(1_000)
        #expect(harness.writes.map(\.checkpoint.run.jobId) == ["r"])
    }

    @Test(arguments: [nil, CommitMark(executor: "third", counter: 7)])
    func `an unknown outcome with any other mark, or none, has the table read again`(mark: CommitMark?) throws {
        var harness = EngineHarness()
        harness.own(mark: .others)
        harness.arrive(.start("r", at: 0))
        let batch = try #require(harness.lastBatch)
        harness.end(.unknown)
        harness.handle(.committedRead(.outcome(batch: batch.id), 0, .init(offsets: [:], mark: mark)))
        harness.pass(1_000)
        #expect(harness.batches.isEmpty)
        #expect(harness.asks { if case .readCommitted(.opening, 0) = $0 { true } else { false } })
    }

    @Test func `a fenced batch ends the lease without a word more`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("r", at: 0))
        harness.end(.aborted(.fenced))
        harness.pass(10_000)
        #expect(harness.batches.isEmpty)
        #expect(harness.engine.load.owned.isEmpty)
        #expect(harness.engine.load.slotsUsed == 0)
    }

    @Test func `a write that waits for a free producer asks for no wake-up`() {
        var harness = EngineHarness { $0.producers = 1 }
        harness.own()
        harness.arrive(.start("a", at: 0))
        harness.arrive(.start("b", at: 1))
        #expect(harness.engine.nextWake(after: harness.now) == nil)
    }
}
