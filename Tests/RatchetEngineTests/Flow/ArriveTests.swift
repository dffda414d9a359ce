import Testing

@testable import RatchetEngine

@Suite struct ArriveTests {
    @Test func `a step with the checkpoint's number is picked up, with a commit before its call`() {
        var harness = EngineHarness()
        harness.own(table: [.of("r", 3)], at: 7, stepsEnd: 8)
        harness.arrive(.step("r", 3, at: 7))
        #expect(harness.writes.map(\.checkpoint.pickups) == [1])
        #expect(harness.orders.isEmpty)
        harness.end()
        #expect(harness.orders.map(\.call.seq) == [3])
    }

    @Test(arguments: [(2, 1), (3, 1), (0, 1)])
    func `a step behind its checkpoint is done`(seq: Int, attempt: Int) {
        var harness = EngineHarness()
        harness.own(table: [.of("r", 3, 2)], at: 7, stepsEnd: 99)
        harness.arrive(.step("r", seq, attempt, at: 7))
        #expect(harness.batches.isEmpty)
    }

    @Test func `a second start of a run that is over is done`() {
        var harness = EngineHarness()
        harness.own(table: [.of("r", 3, 1, .complete)])
        harness.arrive(.start("r", at: 0))
        #expect(harness.batches.isEmpty)
    }

    @Test func `a step of a run that nobody knows any more is done`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.step("r", 4, at: 0))
        #expect(harness.batches.isEmpty)
    }

    @Test func `a step ahead of its checkpoint is held while a batch is in flight, and done when that commits`() throws
    {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("r")
        harness.perform(.next, ticket)
        harness.arrive(.step("r", 1, at: 1))
        #expect(!harness.reports("A step is ahead of its checkpoint"))
        harness.end()
        #expect(harness.orders.map(\.call.seq) == [1])
        harness.perform(.complete, try #require(harness.orders.first?.ticket))
        #expect(harness.batches.first?.parts.first?.offsets[.steps] == 2)
    }

    @Test func `a step ahead of its checkpoint with nothing in flight has the table read again`() {
        var harness = EngineHarness()
        harness.own(table: [.of("r", 3)], at: 7, stepsEnd: 99)
        harness.arrive(.step("r", 4, at: 7))
        #expect(harness.reports("A step is ahead of its checkpoint"))
        harness.pass(1_000)
        #expect(harness.asks { if case .readCommitted(.opening, 0) = $0 { true } else { false } })
    }

    @Test
    func `a live step that does not show up in steps is published again by its pick-up, and performed from memory`() {
        var harness = EngineHarness()
        harness.own(table: [.of("r", 3)], at: 7, stepsEnd: 9)
        #expect(harness.batches.isEmpty)
        harness.arrive(.end(of: .steps, offset: 9))
        #expect(harness.writes.map(\.publishesStep) == [true])
        harness.end()
        #expect(harness.orders.map(\.call.seq) == [3])
    }

    /// The record that passes the end of steps as it was at assignment is the one that is held.
    @Test func `a live step that does not show up is missed too when the last record was held`() throws {
        var harness = EngineHarness()
        harness.own(table: [.of("lost", 3), .of("r", 5)], at: 7, stepsEnd: 9)
        harness.arrive(.step("r", 5, at: 7))
        harness.end()
        harness.perform(.next, try #require(harness.orders.first?.ticket))
        harness.arrive(.step("r", 6, at: 9), .end(of: .steps, offset: 11))
        harness.end()
        #expect(harness.writes.map(\.checkpoint.run.jobId) == ["lost"])
        #expect(harness.writes.map(\.publishesStep) == [true])
    }

    @Test func `a delayed start sleeps until its time`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("r", at: 0, scheduled: harness.now.wall + 5_000))
        #expect(harness.writes.map(\.checkpoint.status) == [.scheduled])
        #expect(harness.writes.map(\.checkpoint.phase) == [.sleeping])
        harness.end()
        #expect(harness.engine.nextWake(after: harness.now) == 5_000)
        harness.pass(4_999)
        #expect(harness.batches.isEmpty)
        harness.pass(1)
        #expect(harness.writes.map(\.checkpoint.pickups) == [1])
    }

    @Test func `a run of a job that this program lacks is blocked`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("r", at: 0, job: "unheard"))
        #expect(harness.writes.map(\.checkpoint.phase) == [.blocked])
        #expect(harness.engine.load.slotsUsed == 0)
    }
}
