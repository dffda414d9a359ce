import Ratchet
import Testing

@testable import RatchetEngine

/// What a newer program has written of a run goes on with it, whatever becomes of it here.
@Suite struct UnknownMembersTests {
    private let unknown = UnknownMembers(#""new":[1 ]"#)

    private func start(_ jobId: String, at offset: Int64) -> Arrival {
        var origin = Origin(kind: .job, at: "parent")
        origin.unknown = unknown
        let run = RunFacts.of(jobId, origin: origin)
        let number = StepNumber(seq: 0, attempt: 1)
        let step = StepRecord(run: run, number: number, stateVersion: 1, state: nil, unknown: unknown)
        return .step(StepArrival(offset: offset, jobId: jobId, number: number, payload: KnownPayload(record: step)))
    }

    private func expect(_ harness: EngineHarness, _ status: Checkpoint.Status) {
        #expect(harness.writes.map(\.checkpoint.status) == [status])
        #expect(harness.writes.map(\.checkpoint.unknown) == [unknown])
        #expect(harness.writes.map(\.checkpoint.run.origin.unknown) == [unknown])
    }

    @Test func `members that are not known go on from step to step, through a retry, to the end`() throws {
        var harness = EngineHarness()
        harness.own()
        harness.arrive(start("r", at: 0))
        expect(harness, .running)
        harness.end()
        harness.perform(.next, try #require(harness.orders.last?.ticket))
        expect(harness, .running)
        harness.end()
        harness.perform(.failed(), try #require(harness.orders.last?.ticket))
        expect(harness, .scheduled)
        harness.end()
        harness.pass(100)
        expect(harness, .running)
        harness.end()
        harness.perform(.failed(), try #require(harness.orders.last?.ticket))
        expect(harness, .error)
    }

    @Test func `they go on through an opening and a command`() {
        var harness = EngineHarness()
        var checkpoint = Checkpoint.of("r", 3)
        checkpoint.unknown = unknown
        harness.own(table: [checkpoint], at: 7, stepsEnd: 8)
        harness.arrive(.terminate("r", at: 1))
        #expect(harness.writes.map(\.checkpoint.status) == [.terminated])
        #expect(harness.writes.map(\.checkpoint.unknown) == [unknown])
    }

    @Test func `what is said of a progress, a command or a failure goes with it`() throws {
        var harness = EngineHarness()
        var checkpoint = Checkpoint.of("r", 3)
        checkpoint.progress = Progress(done: 1, total: nil, note: nil)
        checkpoint.progress?.unknown = unknown
        checkpoint.command = Checkpoint.AppliedCommand(id: "c", at: 1)
        checkpoint.command?.unknown = unknown
        checkpoint.error = Checkpoint.Failure(type: "T", message: "m", seq: 3, at: 1)
        checkpoint.error?.unknown = unknown
        harness.own(table: [checkpoint], at: 7, stepsEnd: 8)
        harness.arrive(.step("r", 3, at: 7))
        let pickUp = try #require(harness.writes.first?.checkpoint)
        #expect(pickUp.progress?.unknown == unknown)
        #expect(pickUp.command?.unknown == unknown)
        #expect(pickUp.error?.unknown == unknown)
        harness.end()
        let progress = Progress(done: 2, total: nil, note: nil)
        let ticket = try #require(harness.orders.last?.ticket)
        harness.handle(.performed(ticket, StepResult(verdict: .next, progress: progress), session: nil))
        let next = try #require(harness.writes.first?.checkpoint)
        #expect(next.progress == progress)
        #expect(next.command?.unknown == unknown)
        #expect(next.error == nil)
    }

    @Test func `a run without them has no memory for them`() {
        #expect(MemoryLayout<UnknownMembers>.size == MemoryLayout<Int>.size)
        #expect(MemoryLayout<Rare<Checkpoint.Failure>>.size == MemoryLayout<Int>.size)
    }
}

extension UnknownMembers {
    init(_ text: String) {
        self.init()
        _ = Array(text.utf8).withUnsafeBytes { add($0) }
    }
}
