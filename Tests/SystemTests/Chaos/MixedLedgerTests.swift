import KafkaTestSupport
import Testing

/// What compares the rows of a chaos can fail.
@Suite struct MixedLedgerTests {
    private let runs: [MixedRun]

    init() {
        var random = SeededRandom(for: "MixedLedgerTests")
        runs = (1...3).map { MixedRun(jobId: "run-\($0)", &random) }
    }

    @Test func rowsAsTheyShouldBeAreNoFault() {
        #expect(faults { _ in } == [])
    }

    @Test(arguments: [0, 0.5, 1])
    func aMissingRowIsAFault(at place: Double) {
        #expect(faults { $0.remove(at: Int(place * Double($0.count - 1))) }.count == 1)
    }

    @Test func aRowThatIsThereTwiceIsAFault() {
        #expect(faults { $0.append($0[$0.count / 2]) }.count == 1)
    }

    @Test func rowsInAnotherOrderAreAFault() {
        #expect(faults { $0.swapAt(0, $0.count - 1) }.count == 1)
    }

    @Test func aRowOfAnotherHistoryIsAFault() {
        #expect(faults { $0[0].chain += 1 }.count == 1)
    }

    @Test func aRowOfARunThatNobodyStartedIsAFault() {
        #expect(faults { $0.append(.init(run: "nobody", step: 1, row: 0, chain: 1)) }.count == 1)
    }

    /// All rows there, but for what `change` does to those of the second run.
    private func faults(_ change: (inout [MixedRun.Row]) -> Void) -> [String] {
        var ledger = MixedLedger()
        for (index, run) in runs.enumerated() {
            ledger.expect(run.rows(), of: run.jobId)
            var rows = run.rows()
            if index == 1 { change(&rows) }
            for row in rows { ledger.add(row, key: row.run) }
        }
        return ledger.faults
    }
}
