import Ratchet
import Testing

@testable import RatchetEngine

/// Published records are numbered, and counted in the checkpoint.
@Suite struct PublishedTests {
    private func outputs(_ topics: String...) -> Staged {
        Staged(outputs: topics.map { Output(topic: $0, key: nil, value: []) })
    }

    private func perform(_ harness: inout EngineHarness, _ verdict: StepResult.Verdict, _ staged: Staged) throws {
        let ticket = try #require(harness.orders.last?.ticket)
        harness.handle(.performed(ticket, StepResult(verdict: verdict, staged: staged), session: nil))
    }

    private func numbers(_ write: RunWrite?) -> [String] {
        var numbers: [String] = []
        write?.forEachOutput { output, origin in
            numbers.append("\(output.topic) \(origin.jobId)/\(origin.seq)/\(origin.number.map(String.init) ?? "-")")
        }
        return numbers
    }

    @Test func `numbers go on from step to step, topic by topic`() throws {
        var harness = EngineHarness()
        harness.own()
        try harness.start("r")
        try perform(&harness, .next, outputs("a", "b", "a"))
        #expect(numbers(harness.writes.first) == ["a r/0/1", "b r/0/1", "a r/0/2"])
        harness.end()
        try perform(&harness, .next, Staged())
        #expect(numbers(harness.writes.first).isEmpty)
        harness.end()
        try perform(&harness, .complete, outputs("a"))
        #expect(numbers(harness.writes.first) == ["a r/2/3"])
        #expect(harness.writes.first?.checkpoint.published.counts == ["a": 3, "b": 1])
    }

    @Test func `what a failed attempt had staged is not counted`() throws {
        var harness = EngineHarness()
        harness.own()
        try harness.start("r")
        try perform(&harness, .next, outputs("a"))
        harness.end()
        try perform(&harness, .failed(), Staged())
        #expect(harness.writes.first?.checkpoint.published.counts == ["a": 1])
        harness.end()
        harness.pass(100)
        harness.end()
        try perform(&harness, .complete, outputs("a", "a"))
        #expect(numbers(harness.writes.first) == ["a r/1/2", "a r/1/3"])
    }

    @Test func `the next owner goes on counting`() throws {
        var checkpoint = Checkpoint.of("r", 5)
        checkpoint.published = Published(["a": 7])
        var harness = EngineHarness()
        harness.own(table: [checkpoint])
        harness.end()
        try perform(&harness, .next, outputs("a"))
        #expect(numbers(harness.writes.first) == ["a r/5/8"])
    }

    @Test func `topics beyond the limit are not counted`() throws {
        var harness = EngineHarness()
        harness.own()
        try harness.start("r")
        let topics = (1...Published.topicLimit).map { Output(topic: "t\($0)", key: nil, value: []) }
        try perform(&harness, .next, Staged(outputs: topics))
        harness.end()
        try perform(&harness, .complete, outputs("one-too-many", "t1"))
        #expect(numbers(harness.writes.first) == ["one-too-many r/1/-", "t1 r/1/2"])
        #expect(harness.writes.first?.checkpoint.published.counts.count == Published.topicLimit)
    }
}
