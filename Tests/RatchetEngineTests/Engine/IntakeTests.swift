import Ratchet
import Testing

@testable import RatchetEngine

@Suite struct IntakeTests {
    @Test func `a partition takes in no more when what waits for slots is large, however few runs it is`() throws {
        var harness = EngineHarness(slots: 1) { $0.pendingLimit = 2_000 }
        harness.own()
        try harness.start("runs")
        var taken = 0
        var isPaused = false
        for offset in 1...10 where !isPaused {
            harness.arrive(.start("run-\(offset)", at: Int64(offset)))
            taken += 1
            isPaused = harness.asks { if case .pause(0) = $0 { true } else { false } }
        }
        #expect(isPaused)
        #expect((5...6).contains(taken))  // about 400 bytes each
    }

    @Test func `a partition whose runs wait for slots takes in no more, until half of them are served`() throws {
        var harness = EngineHarness(slots: 1) { $0.readyLimit = 2 }
        harness.own()
        harness.arrive(
            .start("a", at: 0),
            .start("b", at: 1),
            .start("c", at: 2),
            .start("d", at: 3)
        )
        #expect(harness.asks { if case .pause(0) = $0 { true } else { false } })
        harness.end()
        var isResumed = false
        for served in 1...3 where !isResumed {
            harness.perform(.complete, try #require(harness.engine.slots.steps.keys.first))
            isResumed = harness.asks { if case .resume(0) = $0 { true } else { false } }
            #expect(isResumed == (served == 2))
            harness.end()
            harness.end()
        }
    }

    @Test func `a stop takes no new step, cuts what runs, commits what ends, and leaves`() throws {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("r")
        harness.handle(.stop)
        #expect(harness.cut == [ticket])
        harness.arrive(.start("late", at: 1))
        #expect(harness.batches.isEmpty)
        harness.perform(.next, ticket)
        #expect(!harness.asks { if case .leave = $0 { true } else { false } })
        harness.end()
        #expect(harness.orders.isEmpty)
        #expect(harness.asks { if case .leave = $0 { true } else { false } })
        harness.handle(.revoked([0]))
        #expect(harness.releases == [[0]])
        harness.handle(.left)
        guard case .stopped? = harness.effects.last else {
            Issue.record("it has not stopped")
            return
        }
    }

    @Test func `a step whose pick-up was in flight at the stop is cut as it begins`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("r", at: 0))
        harness.handle(.stop)
        harness.end()
        #expect(harness.orders.map(\.ticket) == harness.cut)
    }

    @Test func `a stop does not wait longer than it may`() throws {
        var harness = EngineHarness { $0.stopTimeout = 500 }
        harness.own()
        try harness.start("r")
        harness.handle(.stop)
        harness.pass(500)
        #expect(harness.asks { if case .leave = $0 { true } else { false } })
    }

    @Test func `too many steps that do not end when told to exhaust the executor`() throws {
        var harness = EngineHarness {
            $0.strayLimit = 0
            $0.strayPatience = 5_000
        }
        harness.own()
        try harness.start("r")
        harness.pass(1_001)
        #expect(!harness.isExhausted)
        harness.pass(5_001)
        #expect(harness.isExhausted)
    }

    @Test func `steps that end soon when told to exhaust nothing, however many`() throws {
        var harness = EngineHarness { $0.strayLimit = 1 }
        harness.own()
        for run in ["a", "b", "c"] { try harness.start(run) }
        harness.handle(.lost([0]))
        harness.handle(.assigned(lease: 2, [1]))
        let cancelled = harness.effects.compactMap { if case .cancel(let ticket) = $0 { ticket } else { nil } }
        #expect(cancelled.count == 3)
        for ticket in cancelled { harness.handle(.performed(ticket, StepResult(verdict: .interrupted), session: nil)) }
        harness.pass(20_000)
        #expect(!harness.isExhausted)
    }
}
