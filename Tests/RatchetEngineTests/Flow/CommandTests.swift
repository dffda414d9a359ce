import Testing

@testable import RatchetEngine

@Suite struct CommandTests {
    @Test func `a terminate ends a running step and commits with its own offset`() throws {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("r")
        harness.arrive(.terminate("r", at: 4))
        #expect(harness.cancelled == [ticket])
        #expect(harness.writes.map(\.checkpoint.status) == [.terminated])
        #expect(harness.batches.first?.parts.first?.offsets[.commands] == 5)
        #expect(harness.engine.load.slotsUsed == 0)
    }

    @Test func `a terminate takes back a write that is in no batch yet`() throws {
        var harness = EngineHarness { $0.producers = 1 }
        harness.own()
        let ticket = try harness.start("r")
        harness.arrive(.start("other", at: 1))
        harness.perform(.next, ticket)
        harness.arrive(.terminate("r"))
        harness.end()
        #expect(harness.writes.map(\.checkpoint.status) == [.terminated])
    }

    @Test func `a terminate waits for a batch of its run that is in flight`() throws {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("r")
        harness.perform(.next, ticket)
        harness.arrive(.terminate("r", at: 4), .end(of: .commands, offset: 5))
        #expect(harness.batches.isEmpty)
        harness.end()
        #expect(harness.writes.map(\.checkpoint.status) == [.terminated])
        #expect(harness.writes.map(\.checkpoint.number.seq) == [1])
        #expect(harness.batches.first?.parts.first?.offsets[.commands] == 5)
    }

    @Test func `a step does not begin when the pick-up and a held terminate meet`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("r", at: 0))
        harness.arrive(.terminate("r"))
        harness.end()
        #expect(harness.orders.isEmpty)
        #expect(harness.writes.map(\.checkpoint.status) == [.terminated])
        #expect(harness.engine.load.slotsUsed == 0)
    }

    @Test func `a terminate for an unknown run is passed on once`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.terminate("r"))
        #expect(harness.batches.flatMap(\.parts).flatMap(\.entries).count == 1)
        harness.end()
        harness.arrive(.terminate("r", at: 1, isSpread: true))
        #expect(harness.batches.isEmpty)
    }
}
