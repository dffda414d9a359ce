import Testing

@testable import KafkaClient

@Suite struct ReadingPositionsTests {
    private let a = TopicPartition("t", 0)
    private let b = TopicPartition("t", 1)

    private func reading(_ offsets: [TopicPartition: Int64]) -> ReadingPositions {
        var positions = ReadingPositions()
        positions.assign([a, b])
        let changed = positions.start(offsets)
        #expect(changed)
        return positions
    }

    @Test func whatIsNotAssignedIsNotStarted() {
        var positions = ReadingPositions()
        positions.assign([a])
        let changed = positions.start([b: 5])
        #expect(!changed)
        #expect(positions.next.isEmpty)
    }

    @Test func companionsOfAssignedPartitionsAreReadAndNeverNamed() {
        var positions = ReadingPositions()
        positions.assign([b], companions: ["mail", "book"])
        let changed = positions.start([b: 1, TopicPartition("mail", 1): 2, TopicPartition("mail", 0): 3])
        #expect(changed)
        #expect(positions.next == [b: 1, TopicPartition("mail", 1): 2])
        #expect(positions.partitions == [b])
        let paused = positions.pause([TopicPartition("mail", 1), TopicPartition("mail", 0)])
        #expect(paused == [TopicPartition("mail", 1)])
    }

    @Test func aRecordIsDeliveredOnce() {
        var positions = reading([a: 5])
        let first = positions.deliver(a, offset: 5)
        let again = positions.deliver(a, offset: 5)
        let other = positions.deliver(b, offset: 5)
        #expect(first && !again && !other)
        #expect(positions.next == [a: 6])
    }

    @Test func theEndAdvancesPastMarkers() {
        var positions = reading([a: 5])
        let isNews = positions.reachEnd(a, offset: 9)
        #expect(isNews)
        #expect(positions.next == [a: 9])
    }

    @Test func anOldEndIsNoNews() {
        var positions = reading([a: 5])
        let isNews = positions.reachEnd(a, offset: 4)
        #expect(!isNews)
        #expect(positions.next == [a: 5])
    }

    @Test func onlyWhatRestsIsResumed() {
        var positions = reading([a: 0])
        let paused = positions.pause([a, b])
        let again = positions.pause([a])
        #expect(paused == [a] && again.isEmpty)
        let resumed = positions.resume([a, b])
        let twice = positions.resume([a])
        #expect(resumed == [a] && twice.isEmpty)
    }

    @Test func aPauseBeforeTheStartHolds() {
        var positions = ReadingPositions()
        positions.assign([a])
        let now = positions.pause([a])
        _ = positions.start([a: 0])
        #expect(now.isEmpty)
        #expect(positions.pausedReading == [a])
    }

    @Test func aNewAssignmentForgetsThePast() {
        var positions = reading([a: 5])
        _ = positions.pause([a])
        positions.assign([a])
        #expect(positions.next.isEmpty && positions.paused.isEmpty)
    }
}
