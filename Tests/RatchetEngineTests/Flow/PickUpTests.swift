import Testing

@testable import RatchetEngine

@Suite struct PickUpTests {
    @Test func `suspects run one at a time, beside clean steps`() throws {
        var harness = EngineHarness()
        harness.own(table: [.of("a", 1, pickups: 1), .of("b", 1, pickups: 1), .of("c", 1)], at: 0, stepsEnd: 3)
        harness.arrive(.step("a", 1, at: 0), .step("b", 1, at: 1), .step("c", 1, at: 2))
        #expect(harness.writes.map(\.checkpoint.run.jobId) == ["a", "c"])
        #expect(harness.writes.map(\.checkpoint.phase) == [.suspect, nil])
        harness.end()
        let suspect = try #require(harness.orders.first { $0.call.jobId == "a" })
        harness.perform(.complete, suspect.ticket)
        #expect(harness.writes.map(\.checkpoint.run.jobId) == ["a", "b"])
        #expect(harness.writes.map(\.checkpoint.status) == [.complete, .running])
    }

    @Test func `a step that was lost three times fails its run as crashed`() {
        var harness = EngineHarness()
        harness.own(table: [.of("r", 1, pickups: 3)], at: 0, stepsEnd: 1)
        harness.arrive(.step("r", 1, at: 0))
        #expect(harness.writes.map(\.checkpoint.status) == [.error])
        #expect(harness.writes.map(\.checkpoint.error?.type) == ["Crash"])
        guard case .letter(.crashed, _, final: true)? = harness.writes.first?.dead else {
            Issue.record("no final dead letter")
            return
        }
        #expect(!harness.engine.load.hasSuspect)
    }

    @Test func `a step that continues under the same lease is not picked up again`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.perform(.next, try harness.start("r"))
        harness.end()
        #expect(harness.orders.map(\.call.seq) == [1])
        #expect(harness.batches.isEmpty)
    }

    @Test func `a retry that was blocked is published by the program that can run it`() throws {
        let retry = Checkpoint.of("r", 1, 2, .scheduled, due: 1_000_001, phase: .retrying)
        var old = EngineHarness(jobs: [])
        old.own(table: [retry])
        old.pass(1)
        let blocked = try #require(old.writes.first?.checkpoint)
        #expect(blocked.phase == .blocked)
        var new = EngineHarness()
        new.own(table: [blocked])
        #expect(new.writes.map(\.publishesStep) == [true])
        new.end()
        #expect(new.orders.map(\.call.attempt) == [2])
    }
}
