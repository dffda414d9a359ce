import Testing

@testable import KafkaClient

@Suite struct ReadingProgressTests {
    private let a = TopicPartition("t", 0)

    private func progress(
        from start: LogReader.Start,
        low: Int64 = 0,
        high: Int64,
        upTo limit: Int64? = nil
    ) -> ReadingProgress {
        ReadingProgress(
            starts: [a: start],
            watermarks: [a: Watermarks(low: low, high: high)],
            limits: limit.map { [a: $0] } ?? [:]
        )
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
        #expect(progress.positions == [a: 3])
    }

    @Test func anEndBeforeTheBoundIsAnOpenTransaction() {
        var progress = progress(from: .beginning, high: 5)
        let isProgress = progress.reachEnd(a, offset: 0)
        #expect(!isProgress && !progress.isComplete)
        #expect(progress.standstill(after: .seconds(1)).code == .openTransaction)
    }

    @Test func readingStopsAtALimitBeforeTheEnd() {
        var progress = progress(from: .beginning, high: 9, upTo: 2)
        let accepted = (0..<3).map { progress.accept(a, offset: $0) }
        #expect(accepted == [true, true, false])
        #expect(progress.isComplete)
        #expect(progress.positions == [a: 2])
    }

    @Test func aReadableEndBeyondTheLimitCompletes() {
        var progress = progress(from: .beginning, high: 9, upTo: 4)
        let isProgress = progress.reachEnd(a, offset: 6)
        #expect(isProgress && progress.isComplete)
        #expect(progress.positions == [a: 4])
    }

    @Test func aReadableEndBeforeTheLimitIsAnOpenTransaction() {
        var progress = progress(from: .beginning, high: 9, upTo: 4)
        let isProgress = progress.reachEnd(a, offset: 3)
        #expect(isProgress && !progress.isComplete)
        #expect(progress.standstill(after: .seconds(1)).code == .openTransaction)
    }

    @Test func whatBeginsAtItsLimitIsComplete() {
        let progress = [
            progress(from: .offset(4), high: 9, upTo: 4), progress(from: .beginning, low: 7, high: 9, upTo: 4),
        ]
        #expect(progress.map(\.isComplete) == [true, true])
        #expect(progress.map(\.positions) == [[a: 4], [a: 7]])
    }

    @Test func aLimitBeyondTheEndIsNotWaitedFor() {
        var progress = progress(from: .beginning, high: 2, upTo: 9)
        _ = progress.reachEnd(a, offset: 2)
        #expect(progress.isComplete)
        #expect(progress.positions == [a: 2])
    }

    @Test func silenceIsATimeout() {
        #expect(progress(from: .beginning, high: 5).standstill(after: .seconds(1)).code == .timedOut)
    }
}
