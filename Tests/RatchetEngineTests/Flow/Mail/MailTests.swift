import Testing

@testable import RatchetEngine

@Suite struct MailTests {
    @Test func `a command becomes a row of the mail of its run, with its own offset`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.command(offset: 4, .post(.terminate("r"))))
        let part = try #require(harness.batches.first?.parts.first)
        #expect(harness.posted == ["run/r|command/c0"])
        #expect(part.offsets[.commands] == 5)
        #expect(part.offsets[.steps] != nil, "every transaction carries its fence")
    }

    @Test func `a terminate ends a running step, and its row is settled with that`() throws {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("r")
        harness.arrive(.terminate("r", at: 4))
        #expect(harness.cancelled == [ticket])
        let write = try #require(harness.writes.first)
        #expect(write.checkpoint.status == .terminated)
        #expect(write.checkpoint.command == Checkpoint.AppliedCommand(id: "c4", at: 5))
        #expect(write.settles.map(\.text) == ["run/r|command/c4"])
        #expect(harness.engine.load.slotsUsed == 0)
    }

    @Test func `a terminate is applied to what a write under way has made of its run`() throws {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("r")
        harness.perform(.next, ticket)
        harness.arrive(.terminate("r", at: 4))
        #expect(harness.batches.isEmpty)
        harness.end()
        #expect(harness.writes.map(\.checkpoint.status) == [.terminated])
        #expect(harness.writes.map(\.checkpoint.number.seq) == [1])
    }

    @Test func `mail for one run does not hold up that for another`() throws {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("r")
        try harness.start("other", at: 1)
        harness.perform(.next, ticket)
        harness.arrive(.terminate("r", at: 4), .terminate("other", at: 5))
        #expect(harness.cancelled.count == 1)
    }

    @Test func `a step does not begin when its pick-up and a terminate meet`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.start("r", at: 0))
        harness.arrive(.terminate("r"))
        harness.end()
        #expect(harness.orders.isEmpty)
        #expect(harness.writes.map(\.checkpoint.status) == [.terminated])
        #expect(harness.engine.load.slotsUsed == 0)
    }

    @Test func `a run whose terminate was read before its step 0 never begins`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.terminate("r"), .start("r", at: 0))
        #expect(harness.orders.isEmpty)
        #expect(harness.writes.map(\.checkpoint.status) == [.terminated])
        #expect(harness.writes.map(\.checkpoint.pickups) == [0])
    }

    @Test func `mail that lay there when the lease began is applied`() {
        var harness = EngineHarness()
        let rows = ["live", "asleep", "over", "unknown"].enumerated().map { offset, jobId in
            MailRow(.terminate(jobId), offset: Int64(offset), appended: 5)
        }
        harness.own(
            table: [.of("live", 1), .of("asleep", 1, 1, .scheduled, due: 2_000_000), .of("over", 2, 1, .complete)],
            mail: rows
        )
        #expect(harness.writes.map(\.checkpoint.run.jobId) == ["live", "asleep"])
        #expect(harness.settled == ["run/over|command/c0"])
    }

    @Test func `mail for a run that is over is settled without effect`() throws {
        var harness = EngineHarness()
        harness.own(table: [.of("r", 2, 1, .complete)])
        harness.arrive(.terminate("r", at: 1))
        #expect(harness.writes.isEmpty)
        #expect(harness.settled == ["run/r|command/c1"])
        // Its batch is under way, and may be sent again: the row is not settled twice.
        harness.end(.aborted(.transient("again")))
        harness.pass(100)
        #expect(harness.settled == ["run/r|command/c1"])
    }

    @Test func `of two commands the second finds the run over`() throws {
        var harness = EngineHarness()
        harness.own()
        try harness.start("r")
        harness.arrive(.terminate("r", at: 1), .terminate("r", at: 2))
        #expect(harness.writes.count == 1)
        harness.end()
        #expect(harness.settled == ["run/r|command/c2"])
    }

    @Test func `a run whose checkpoint cannot be read keeps its mail`() {
        var harness = EngineHarness()
        var table = Table()
        table.unreadable = ["r"]
        harness.own(tables: [table])
        harness.arrive(.terminate("r"))
        harness.pass(2 * harness.engine.configuration.mailPatience)
        #expect(harness.batches.isEmpty)
    }

    // MARK: Runs that never come

    @Test func `mail for a run that never comes becomes a dead letter once all that lay in steps is read`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.terminate("r", at: 1))
        #expect(harness.batches.isEmpty)
        harness.pass(harness.engine.configuration.mailPatience)
        #expect(harness.asks { if case .readEnds = $0 { true } else { false } })
        harness.answerEnds(steps: 7)
        #expect(harness.batches.isEmpty)
        harness.arrive(.end(of: .steps, offset: 6))
        #expect(harness.batches.isEmpty)
        harness.arrive(.end(of: .steps, offset: 7))
        let entry = try #require(harness.batches.first?.parts.first?.entries.first)
        guard case .reject(let rejection, let key?) = entry else {
            Issue.record("not refused")
            return
        }
        #expect(rejection.reason == .unknownRun)
        #expect(rejection.originalKey == "r")
        #expect(key.text == "run/r|command/c1")
    }

    @Test func `a run that comes at the last moment finds its mail`() {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(.terminate("r", at: 1))
        harness.pass(harness.engine.configuration.mailPatience)
        harness.answerEnds(steps: 7)
        harness.arrive(.start("r", at: 6), .end(of: .steps, offset: 7))
        #expect(harness.writes.map(\.checkpoint.status) == [.terminated])
        #expect(harness.batches.flatMap(\.parts).flatMap(\.entries).count == 1)
    }

    // MARK: What is said twice

    @Test func `what is said again before the null of a row is read goes with it`() throws {
        var harness = EngineHarness()
        harness.own()
        try harness.start("r")
        harness.arrive(.terminate("r", at: 1, id: "c"))
        harness.arrive(.terminate("r", at: 2, id: "c"))
        harness.end()
        harness.arrive(.terminate("r", at: 3, id: "c"))
        #expect(harness.batches.isEmpty)
        harness.arrive(.settled(.terminate("r", id: "c")))
        #expect(harness.engine.partitions[0].owned?.ledger.mail.isEmpty == true)
    }

    @Test func `what is read after a null is a row of its own, before the outcome of the null's batch too`() throws {
        var harness = EngineHarness()
        harness.own()
        try harness.start("r")
        harness.arrive(.terminate("r", at: 1, id: "c"))
        harness.arrive(.settled(.terminate("r", id: "c")), .terminate("r", at: 3, id: "c"))
        harness.end()
        #expect(harness.settled == ["run/r|command/c"])
    }

    @Test func `too many commands for one run are refused`() throws {
        var harness = EngineHarness()
        harness.own()
        for offset in 0..<RestingMail.rowLimit { harness.arrive(.terminate("r", at: Int64(offset))) }
        #expect(harness.batches.isEmpty)
        harness.arrive(.terminate("r", at: 5_000))
        guard case .reject(let rejection, _?)? = harness.batches.first?.parts.first?.entries.first else {
            Issue.record("not refused")
            return
        }
        #expect(rejection.reason == .mailboxFull)
        #expect(rejection.message.contains("for the run r:"))
    }

    @Test func `too many commands for all runs of a partition are refused, whoever they are for`() {
        var mail = RestingMail()
        func row(_ number: Int) -> MailRow {
            let command = Command(id: "c", jobId: "r-\(number)", kind: .terminate, by: "a", sent: 0, reason: nil)
            return MailRow(Mail(command, json: [], from: "commands/0/\(number)"), offset: Int64(number), appended: 0)
        }
        for number in 0..<RestingMail.totalByteLimit / row(0).mail.bytes {
            #expect(mail.excess(with: row(number)) == nil)
            mail.add(row(number))
        }
        #expect(mail.excess(with: row(-1)) == .ofPartition)
        mail.remove(row(7).mail.key)
        #expect(mail.excess(with: row(-1)) == nil)
    }
}
