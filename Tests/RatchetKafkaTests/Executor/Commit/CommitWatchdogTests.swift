import RatchetEngine
import Testing

@testable import KafkaClient
@testable import RatchetKafka

@Suite struct CommitWatchdogTests {
    @Test func aTransactionThatHangsEndsTheProcessAndIsReported() async {
        let (ends, end) = AsyncStream.makeStream(of: String.self)
        let since = ContinuousClock.now - .seconds(90)
        let watchdog = CommitWatchdog(
            { since },
            limit: .seconds(60),
            report: { end.yield($0.message) },
            end: { end.finish() }
        )
        watchdog.start()
        var told: [String] = []
        for await line in ends { told.append(line) }
        #expect(told == ["A transaction hangs: the process ends, for its supervisor to start it anew"])
    }

    @Test func aTransactionWithinTheLimitEndsNothing() async {
        let (looks, look) = AsyncStream.makeStream(of: Void.self)
        let watchdog = CommitWatchdog(
            {
                look.yield()
                return .now - .seconds(1)
            },
            limit: .seconds(60),
            report: { Issue.record("\($0)") },
            end: { Issue.record("it ended the process") }
        )
        watchdog.start()
        for await _ in looks.prefix(2) {}
        watchdog.stop()
    }
}
