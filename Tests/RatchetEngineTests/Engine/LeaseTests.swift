import Testing

@testable import RatchetEngine

@Suite struct LeaseTests {
    @Test func `an assignment reads the committed offsets, then the ends, then the table`() {
        var harness = EngineHarness()
        harness.handle(.assigned(lease: 1, [0]))
        #expect(harness.asks { if case .readCommitted(.opening, 0) = $0 { true } else { false } })
        let opening = harness.openings[0] ?? 0
        harness.handle(.committedRead(.opening(opening), 0, .init(offsets: [.steps: 5], mark: nil)))
        #expect(harness.asks { if case .readEnds = $0 { true } else { false } })
        harness.handle(.endsRead(opening: opening, 0, LogEnds(starts: [:], steps: 5, checkpoints: 9, mail: 7)))
        #expect(
            harness.asks { effect in
                if case .readTable(_, _, let ends) = effect { ends.checkpoints == 9 && ends.mail == 7 } else { false }
            }
        )
        harness.handle(.tableRead(opening: opening, 0, Table(checkpoints: [])))
        #expect(harness.consumesFrom == [5])
    }

    @Test func `a large table that comes in parts does not stop the other partitions`() throws {
        var harness = EngineHarness()
        harness.handle(.assigned(lease: 1, [0, 1]))
        harness.answerOpening(of: 0)
        let opening = harness.openings[1] ?? 0
        harness.handle(.committedRead(.opening(opening), 1, .init(offsets: [:], mark: nil)))
        harness.handle(.endsRead(opening: opening, 1, LogEnds(starts: [:], steps: 0, checkpoints: 9, mail: 9)))
        var table = Table()
        for part in 0..<3 {
            table.cold = (0..<100).map {
                ColdRun(jobId: "\(part)-\($0)", number: StepNumber(seq: 1, attempt: 1), due: .max, offset: $0)
            }
            harness.handle(.tableRead(opening: opening, 1, table))
            #expect(!harness.reports("A partition is owned"))
            // A run of the other partition, from its start to its end.
            let ticket = try harness.start("run-\(part)", at: Int64(part))
            harness.perform(.complete(state: nil, version: 1), ticket)
            #expect(harness.writes.map(\.checkpoint.status) == [.complete])
            harness.end()
        }
        table = Table()
        table.mailEnd = 9
        harness.handle(.tableRead(opening: opening, 1, table))
        #expect(harness.reports("A partition is owned"))
        #expect(harness.consumesFrom == [0])
    }

    @Test func `an opening that was overtaken by another is never completed`() {
        var harness = EngineHarness()
        harness.handle(.assigned(lease: 1, [0]))
        let old = harness.openings[0] ?? 0
        harness.handle(.lost([0]), .assigned(lease: 2, [0]))
        harness.handle(.committedRead(.opening(old), 0, .init(offsets: [:], mark: nil)))
        #expect(harness.effects.isEmpty)
    }

    @Test func `a new assignment waits for the outcome of a batch of our own`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("r", at: 0))
        harness.handle(.lost([0]), .assigned(lease: 2, [0]))
        #expect(!harness.asks { if case .readCommitted = $0 { true } else { false } })
        harness.end(.aborted(.fenced))
        #expect(harness.asks { if case .readCommitted(.opening, 0) = $0 { true } else { false } })
    }

    @Test func `a revocation takes the pick-ups of running steps back before it releases`() throws {
        var harness = EngineHarness()
        harness.own()
        try harness.start("r")
        harness.handle(.revoked([0]))
        #expect(harness.writes.map(\.checkpoint.pickups) == [0])
        #expect(harness.releases.isEmpty)
        harness.end()
        #expect(harness.releases == [[0]])
    }

    @Test func `a revocation waits for a step that is about to end, and commits it`() throws {
        var harness = EngineHarness { $0.revocationPatience = 1_000 }
        harness.own()
        let ticket = try harness.start("r")
        harness.handle(.revoked([0]))
        #expect(harness.batches.isEmpty && harness.releases.isEmpty)
        #expect(harness.engine.nextWake(after: harness.now) == Engine.sweep)
        harness.pass(999)
        harness.perform(.next, ticket)
        #expect(harness.writes.map(\.checkpoint.number.seq) == [1])
        harness.end()
        #expect(harness.orders.isEmpty, "the next step is the next owner's")
        #expect(harness.releases == [[0]])
        #expect(harness.engine.load.slotsUsed == 0)
    }

    @Test func `a revocation does not wait longer than it may`() throws {
        var harness = EngineHarness { $0.revocationPatience = 50 }
        harness.own()
        let late = try harness.start("late")
        harness.handle(.revoked([0]))
        #expect(harness.engine.nextWake(after: harness.now) == 50)
        harness.pass(50)
        #expect(harness.writes.map(\.checkpoint.pickups) == [0])
        harness.perform(.next, late)
        #expect(harness.batches.isEmpty)
        harness.end()
        #expect(harness.releases == [[0]])
    }

    @Test func `a step that is cut while its partition is given up is not held against its run`() throws {
        var harness = EngineHarness { $0.revocationPatience = 1_000 }
        harness.own()
        let ticket = try harness.start("r")
        harness.handle(.revoked([0]))
        harness.perform(.interrupted, ticket)
        #expect(harness.writes.map(\.checkpoint.pickups) == [0])
        harness.end()
        #expect(harness.releases == [[0]])
    }

    @Test func `an executor that leaves waits for nothing more`() throws {
        var harness = EngineHarness {
            $0.revocationPatience = 1_000
            $0.stopTimeout = 500
        }
        harness.own()
        try harness.start("r")
        harness.handle(.stop)
        harness.pass(500)
        harness.handle(.revoked([0]))
        #expect(harness.writes.map(\.checkpoint.pickups) == [0])
    }

    @Test func `a pick-up that is not in flight yet is dropped at a revocation`() {
        var harness = EngineHarness { $0.producers = 1 }
        harness.own()
        harness.arrive(.start("a", at: 0))
        harness.arrive(.start("b", at: 1))
        harness.handle(.revoked([0]))
        harness.end()
        #expect(harness.writes.map(\.checkpoint.run.jobId) == ["a"])
        #expect(harness.writes.map(\.checkpoint.pickups) == [0])
        harness.end()
        #expect(harness.releases == [[0]])
        #expect(harness.engine.load.slotsUsed == 0)
    }

    @Test func `a revocation that drops the only write commits nothing, and releases at once`() throws {
        var harness = EngineHarness { $0.patienceLimit = 50 }
        harness.own()
        harness.perform(.next, try harness.start("r"))
        harness.end()
        harness.arrive(.start("late", at: 1))
        #expect(harness.batches.isEmpty)
        harness.handle(.revoked([0]))
        #expect(harness.batches.isEmpty)
        #expect(harness.releases == [[0]])
    }

    @Test func `a partition that is being given up asks for no wake-up by a timer that is due`() throws {
        var harness = EngineHarness()
        harness.own(table: [.of("later", 1, 1, .scheduled, due: 1_000_050)])
        try harness.start("r")
        harness.handle(.revoked([0]))
        harness.now.wall += 100
        #expect(harness.engine.nextWake(after: harness.now) == Engine.sweep)
    }

    @Test func `a step that went on counts when nobody has committed meanwhile`() throws {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("r")
        harness.handle(.lost([0]))
        harness.own(lease: 2, table: [.of("r", 0, pickups: 1)], mark: .mine(1), stepsEnd: 1)
        #expect(harness.cancelled.isEmpty)
        harness.perform(.complete, ticket)
        #expect(harness.writes.map(\.checkpoint.status) == [.complete])
    }

    @Test func `a step that ended without a lease counts when nobody has committed meanwhile`() throws {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("r")
        harness.handle(.lost([0]))
        harness.perform(.complete, ticket)
        #expect(harness.batches.isEmpty)
        harness.own(lease: 2, table: [.of("r", 0, pickups: 1)], mark: .mine(1), stepsEnd: 1)
        #expect(harness.writes.map(\.checkpoint.status) == [.complete])
    }

    @Test func `a step that went on is cancelled when somebody else has committed`() throws {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("r")
        harness.handle(.lost([0]))
        harness.handle(.assigned(lease: 2, [0]))
        let opening = harness.openings[0] ?? 0
        harness.handle(.committedRead(.opening(opening), 0, .init(offsets: [:], mark: .others)))
        #expect(harness.cancelled == [ticket])
        #expect(harness.engine.load.slotsUsed == 0)
    }

    @Test func `a step that went on is cancelled when its partition went elsewhere`() throws {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("r")
        harness.handle(.lost([0]), .assigned(lease: 2, [1]))
        #expect(harness.cancelled == [ticket])
        #expect(harness.engine.load.parkedSteps == 0)
    }

    @Test func `an attached suspect ends the suspicion when it ends`() throws {
        var harness = EngineHarness()
        harness.own(table: [.of("r", 1, pickups: 1)], stepsEnd: 1)
        harness.arrive(.step("r", 1, at: 0))
        harness.end()
        let ticket = try #require(harness.orders.first?.ticket)
        harness.handle(.lost([0]))
        harness.own(lease: 2, table: [.of("r", 1, pickups: 2)], mark: .mine(1), stepsEnd: 1)
        #expect(harness.engine.load.hasSuspect)
        harness.perform(.complete, ticket)
        #expect(!harness.engine.load.hasSuspect)
    }

    /// Both ledgers have one run in the same place, at the same turn.
    @Test func `what an earlier ledger asked for is void`() throws {
        var harness = EngineHarness(slots: 1)
        harness.own()
        let ticket = try harness.start("r")
        harness.handle(.assigned(lease: 2, [0, 1]))
        let mine = harness.openings[0] ?? 0
        harness.answerOpening(of: 1, table: [.of("waits", 1)], stepsEnd: 1)
        harness.arrive(.step("waits", 1, at: 0), in: 1)
        harness.handle(.lost([1]), .assigned(lease: 3, [0, 1]))
        #expect(mine != harness.openings[0])
        harness.answerOpening(of: 1, table: [.of("another", 4)], stepsEnd: 1)
        harness.arrive(.step("another", 4, at: 0), in: 1)
        harness.answerOpening(of: 0, table: [.of("r", 0, pickups: 1)], mark: .mine(1), stepsEnd: 1)
        harness.perform(.complete, ticket)
        let pickedUp = harness.writes.filter { $0.checkpoint.pickups > 0 }.map(\.checkpoint.run.jobId)
        #expect(pickedUp == ["another"])
        #expect(harness.engine.load.slotsUsed == 1)
    }

    @Test func `a revocation that the group did not wait for is forgotten`() throws {
        var harness = EngineHarness()
        harness.own()
        try harness.start("r")
        harness.handle(.revoked([0]))
        harness.handle(.assigned(lease: 2, [0]))
        #expect(harness.releases.isEmpty)
        harness.end()
        harness.pass(1_000)
        #expect(harness.releases.isEmpty)
    }

    /// The engine and the world do not agree on what goes on.
    @Test(arguments: [
        EngineEvent.endsRead(opening: 1, 0, LogEnds(starts: [:], steps: 5, checkpoints: 9, mail: 9)),
        .fetched(opening: 1, 0, []),
    ])
    func `an answer that nobody has asked for puts the lease in doubt`(event: EngineEvent) {
        var harness = EngineHarness()
        harness.own()
        #expect(harness.engine.load.owned == [0])
        harness.handle(event)
        let reports = harness.effects.compactMap { if case .report(let report) = $0 { report.message } else { nil } }
        #expect(reports == [Engine.impossible])
        #expect(harness.engine.load.owned == [])
    }
}
