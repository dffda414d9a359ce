import Ratchet
import Testing

@testable import RatchetEngine

@Suite struct SettleTests {
    @Test func `a failed step waits for its back-off, and is published with its pick-up`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.perform(.failed(), try harness.start("r"))
        #expect(harness.writes.map(\.checkpoint.number) == [StepNumber(seq: 0, attempt: 2)])
        #expect(harness.writes.map(\.publishesStep) == [false])
        harness.end()
        harness.pass(99)
        #expect(harness.batches.isEmpty)
        harness.pass(1)
        #expect(harness.writes.map(\.publishesStep) == [true])
        harness.end()
        harness.perform(.failed(), try #require(harness.orders.first?.ticket))
        #expect(harness.writes.map(\.checkpoint.status) == [.error])
    }

    @Test func `a step that must not be retried is not`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.perform(.failed(.never), try harness.start("r"))
        #expect(harness.writes.map(\.checkpoint.status) == [.error])
    }

    /// A failure that cannot be written would hold up its partition for ever.
    @Test func `the message of a failure is cut to what can always be written`() throws {
        var harness = EngineHarness()
        harness.own()
        let failure = StepFailure(type: "Test", message: String(repeating: "\u{e4}", count: 1 << 20), decision: .never)
        harness.perform(.failed(failure), try harness.start("r"))
        let message = try #require(harness.writes.first?.checkpoint.error?.message)
        #expect(message.utf8.count == Checkpoint.Failure.messageLimit)
    }

    @Test func `snoozes use no attempt, until there are too many`() throws {
        var harness = EngineHarness { $0.snoozeLimit = 2 }
        harness.own()
        var ticket = try harness.start("r")
        for snooze in 1...2 {
            harness.perform(.failed(.snooze(.milliseconds(50))), ticket)
            #expect(harness.writes.map(\.checkpoint.snoozes) == [snooze])
            #expect(harness.writes.map(\.checkpoint.number.attempt) == [1])
            harness.end()
            harness.pass(50)
            harness.end()
            ticket = try #require(harness.orders.first?.ticket)
        }
        harness.perform(.failed(.snooze(.milliseconds(50))), ticket)
        #expect(harness.writes.map(\.checkpoint.number.attempt) == [2])
    }

    @Test func `a step past its deadline has failed, and its late result is dropped`() throws {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("r")
        harness.pass(1_001)
        #expect(harness.cancelled == [ticket])
        #expect(harness.writes.map(\.checkpoint.number.attempt) == [2])
        harness.end()
        harness.perform(.complete, ticket)
        #expect(harness.batches.isEmpty)
        #expect(harness.engine.load.strays == 0)
    }

    @Test func `the deadline rests in an interruptible region`() throws {
        var harness = EngineHarness()
        harness.own()
        let ticket = try harness.start("r")
        harness.handle(.enteredRegion(ticket))
        harness.pass(5_000)
        harness.handle(.leftRegion(ticket))
        harness.pass(900)
        #expect(harness.cancelled.isEmpty)
        harness.pass(101)
        #expect(harness.cancelled == [ticket])
    }

    @Test func `a state that this program cannot read blocks the run, and fails nothing`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.perform(.undecodable(message: "new"), try harness.start("r"))
        #expect(harness.writes.map(\.checkpoint.phase) == [.blocked])
        #expect(harness.writes.map(\.checkpoint.standing.isOver) == [false])
    }

    @Test func `a run that is over is forgotten after its retention`() {
        var harness = EngineHarness { $0.retention = 1_000 }
        var over = Checkpoint.of("r", 1, 1, .complete)
        over.standing = .over(.complete, at: harness.now.wall - 400)
        harness.own(table: [over])
        #expect(harness.engine.nextWake(after: harness.now) == 600)
        harness.pass(600)
        let entries = harness.batches.flatMap(\.parts).flatMap(\.entries)
        guard case .expire("r")? = entries.first else {
            Issue.record("no tombstone")
            return
        }
    }
}
