import RatchetEngine
import Synchronization
import Testing

@testable import RatchetKafka

@Suite struct ClockCheckTests {
    private static let hour: Milliseconds = 3_600_000

    /// One check, what it reports, and the time.
    private final class Bench: Sendable {
        private let reports = Mutex<[String]>([])
        private let now = Mutex(Moment(wall: 1_000_000_000, uptime: 1_000))
        private let monitor: HealthMonitor
        private let check = Mutex<ClockCheck?>(nil)

        init() {
            monitor = HealthMonitor { _ in }
            monitor.clear(.start)
            monitor.clear(.group)
            check.withLock {
                $0 = ClockCheck(health: monitor) { [weak self] report in
                    self?.reports.withLock { $0.append(report.message) }
                }
            }
        }

        var warnings: [String] { reports.withLock { $0 } }
        var isReady: Bool { monitor.health == .ready }

        /// A transaction of some milliseconds, at a broker whose clock differs from ours.
        func commit(brokerIsAheadBy difference: Milliseconds, lasting: Milliseconds = 20, later: Milliseconds = 0) {
            let (sent, now) = now.withLock { now in
                now.wall += later
                now.uptime += later
                let sent = now
                now.wall += lasting
                now.uptime += lasting
                return (sent, now)
            }
            check.withLock { $0 }?.compare(appended: sent.wall + lasting / 2 + difference, after: sent, before: now)
        }
    }

    @Test(arguments: [
        (hour, "This machine's clock is behind a broker's: set the one that is wrong"),
        (-hour, "This machine's clock is ahead of a broker's: set the one that is wrong"),
    ])
    func aClockThatIsOffIsToldOnceAMinuteAndKeepsTheExecutorFromBeingReady(
        _ difference: Milliseconds,
        _ warning: String
    ) {
        let bench = Bench()
        bench.commit(brokerIsAheadBy: difference)
        bench.commit(brokerIsAheadBy: difference, later: 59_000)
        #expect(!bench.isReady)
        #expect(bench.warnings == [warning])
        bench.commit(brokerIsAheadBy: difference, later: 1_000)
        #expect(bench.warnings == [warning, warning])
        bench.commit(brokerIsAheadBy: 0)
        #expect(bench.isReady)
    }

    @Test(arguments: [4_900, -4_900] as [Milliseconds])
    func clocksThatDifferALittleAreTakenForTheSame(_ difference: Milliseconds) {
        let bench = Bench()
        bench.commit(brokerIsAheadBy: difference)
        #expect(bench.isReady)
        #expect(bench.warnings.isEmpty)
    }

    @Test func aSlowTransactionProvesNothing() {
        let bench = Bench()
        for difference in [-30_000, 30_000] as [Milliseconds] {
            bench.commit(brokerIsAheadBy: difference, lasting: 60_000)
        }
        #expect(bench.isReady)
        #expect(bench.warnings.isEmpty)
    }

    @Test func oneBrokerOfSeveralThatIsOffIsToldAndNoMore() {
        let bench = Bench()
        bench.commit(brokerIsAheadBy: 0)
        for _ in 1...3 {
            bench.commit(brokerIsAheadBy: Self.hour, later: 30_000)
            bench.commit(brokerIsAheadBy: 0, later: 29_000)
            #expect(bench.isReady)
        }
        #expect(bench.warnings.count == 2, "once a minute")
        bench.commit(brokerIsAheadBy: Self.hour, later: 61_000)
        #expect(!bench.isReady, "nobody agrees any more")
    }
}
