import Testing

@testable import KafkaClient

@Suite struct ReadingProgressTests {
    private let a = TopicPartition("t", 0)

    private func progress(from start: LogReader.Start, low: Int64 = 0, high: Int64) -> ReadingProgress {
        ReadingProgress(starts: [a: start], bounds: [a: Watermarks(low: low, high: high)])
    }

    @Test func anEmptyPartitionIsComplete() {
        #expect(progress(from: .beginning, low: 4, high: 4).isComplete)
        #expect(progress(from: .end, high: 4).isComplete)
        #expect(progress(from: .offset(9), high: 4).isComplete)
    }

    @Test func readingEndsAtTheBound() {
        var progress = progress(from: .beginning, high: 2)
        let accepted = [progress.accept(a, offset: 0), progress.accept(a, offset: 1), progress.accept(a, offset: 2)]
        #expect(accepted == [true, true, false])
        #expect(progress.isComplete)
        #expect(progress.positions == [a: 2])
    }

    @Test func anEndPastMarkersCompletes() {
        var progress = progress(from: .beginning, high: 3)
        _ = progress.accept(a, offset: 0)
        let isProgress = progress.reachEnd(a, offset: 3)
        #expect(isProgress && progress.isComplete)
    }

    @Test func aLaterRecordMeansTheRestWasCompactedAway() {
        var progress = progress(from: .beginning, high: 3)
        let accepted = progress.accept(a, offset: 7)
        #expect(!accepted && progress.isComplete)
    }

    @Test func anEndBeforeTheBoundIsAnOpenTransaction() {
        var progress = progress(from: .beginning, high: 5)
        let isProgress = progress.reachEnd(a, offset: 0)
        #expect(!isProgress && !progress.isComplete)
        #expect(progress.standstill(after: .seconds(1)).code == .openTransaction)
    }

    @Test func silenceIsATimeout() {
        #expect(progress(from: .beginning, high: 5).standstill(after: .seconds(1)).code == .timedOut)
    }
}
