import Testing

@testable import KafkaClient

@Suite struct WantedOffsetsTests {
    private func step(_ takes: Bool, jumps: Bool = false) -> WantedOffsets.Step { .init(takes: takes, jumps: jumps) }

    @Test func offsetsNearEachOtherAreReadInOneGo() {
        var wanted = WantedOffsets([3, 4, 6], nearby: 10)
        #expect(wanted.next == 3)
        let steps = (3...6).map { wanted.accept(offset: $0, bytes: 1) }
        #expect(steps == [step(true), step(true), step(false), step(true)])
        #expect(wanted.next == nil)
    }

    @Test func aRecordFarAwayIsJumpedTo() {
        var wanted = WantedOffsets([3, 14], nearby: 10)
        #expect(wanted.accept(offset: 3, bytes: 1) == step(true, jumps: true))
        #expect(wanted.next == 14)
        #expect(wanted.accept(offset: 14, bytes: 1) == step(true))
        #expect(wanted.next == nil)
    }

    @Test func manyBytesAreAsFarAsManyRecords() {
        var wanted = WantedOffsets([3, 9], nearby: 10, skippedLimit: 100)
        #expect(wanted.accept(offset: 3, bytes: 1_000) == step(true))
        #expect(wanted.accept(offset: 4, bytes: 100) == step(false))
        #expect(wanted.accept(offset: 5, bytes: 1) == step(false, jumps: true))
        #expect(wanted.next == 9)
    }

    @Test func nothingIsSkippedByAJumpToTheNextRecord() {
        var wanted = WantedOffsets([3, 5], nearby: 10, skippedLimit: 100)
        #expect(wanted.accept(offset: 3, bytes: 1) == step(true))
        #expect(wanted.accept(offset: 4, bytes: 1_000) == step(false))
        #expect(wanted.accept(offset: 5, bytes: 1) == step(true))
    }

    @Test func whatIsPassedIsNotThere() {
        var wanted = WantedOffsets([3, 5, 7])
        #expect(wanted.accept(offset: 6, bytes: 1) == step(false))
        #expect(wanted.next == 7)
        wanted.reach(8)
        #expect(wanted.next == nil)
        #expect(WantedOffsets([]).next == nil)
    }
}
