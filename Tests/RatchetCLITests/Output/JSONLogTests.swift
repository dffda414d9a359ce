import Testing

@testable import RatchetCLI

@Suite struct JSONLogTests {
    @Test func isOneObjectInALine() {
        let line = JSONLog.line(0, .warning, "a \"b\"", metadata: ["z": "1", "job.id": "x\ny"], label: "ratchet")
        #expect(
            line == #"{"time":"1970-01-01T00:00:00.000Z","level":"warning","logger":"ratchet","message":"a \"b\"","#
                + #""job.id":"x\ny","z":"1"}"# + "\n"
        )
    }
}
