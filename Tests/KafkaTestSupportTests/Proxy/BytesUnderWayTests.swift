import Testing

@testable import KafkaTestSupport

@Suite struct BytesUnderWayTests {
    private let start = ContinuousClock.now
    private var bytes = BytesUnderWay()

    /// What has arrived a time after the start.
    private mutating func arrived(after time: Duration, on path: NetworkPath, room: Int = .max) -> Int {
        var count = 0
        bytes.arrive(by: start + time, on: path) { piece in
            let taken = min(piece.count, room - count)
            count += taken
            return taken
        }
        return count
    }

    private mutating func send(_ count: Int, after time: Duration = .zero) {
        bytes.send(ArraySlice(repeating: 1, count: count), at: start + time)
    }

    @Test mutating func aFastPathHasNothingUnderWay() {
        send(7)
        #expect(arrived(after: .zero, on: NetworkPath()) == 7)
        #expect(bytes.isEmpty)
    }

    @Test mutating func eachPieceIsDelayed() {
        var path = NetworkPath()
        path.delay = .milliseconds(100)
        send(1)
        send(2, after: .milliseconds(50))
        #expect(arrived(after: .milliseconds(99), on: path) == 0)
        #expect(bytes.nextArrival(after: start + .milliseconds(99), on: path) == start + .milliseconds(100))
        #expect(arrived(after: .milliseconds(100), on: path) == 1)
        #expect(bytes.nextArrival(after: start + .milliseconds(100), on: path) == start + .milliseconds(150))
        #expect(arrived(after: .milliseconds(150), on: path) == 2)
    }

    @Test mutating func aDelayThatIsLiftedHoldsNothingBack() {
        var path = NetworkPath()
        path.delay = .seconds(60)
        send(5)
        #expect(arrived(after: .seconds(1), on: path) == 0)
        path.delay = .zero
        #expect(arrived(after: .seconds(1), on: path) == 5)
    }

    @Test mutating func aSlowPathLetsItsRateThrough() {
        var path = NetworkPath()
        path.bytesPerSecond = 10_000
        send(100_000)
        var sum = 0
        for step in 0...100 { sum += arrived(after: .milliseconds(step * 10), on: path) }
        #expect((9_000...10_000).contains(sum), "\(sum) bytes in a second")
        #expect(bytes.nextArrival(after: start + .seconds(1), on: path) != nil)
        #expect(arrived(after: .seconds(60), on: path) < 1_000, "what was not used in time cannot be caught up")
    }

    @Test mutating func aSilentPathKeepsEverything() {
        var path = NetworkPath()
        path.isSilent = true
        send(3)
        #expect(arrived(after: .seconds(60), on: path) == 0)
        #expect(bytes.nextArrival(after: start + .seconds(60), on: path) == nil)
        #expect(arrived(after: .seconds(60), on: NetworkPath()) == 3)
    }

    @Test mutating func whatTheReceiverDoesNotTakeStaysUnderWay() {
        send(10)
        send(10)
        #expect(arrived(after: .zero, on: NetworkPath(), room: 13) == 13)
        #expect(arrived(after: .zero, on: NetworkPath()) == 7)
    }

    @Test mutating func itHoldsSoMuchAndNoMore() {
        send(300_000)
        #expect(bytes.isFull)
        #expect(arrived(after: .zero, on: NetworkPath()) == 300_000)
        #expect(!bytes.isFull)
    }
}
