import RatchetEngine
import Synchronization

/// Compares this machine's clock with the brokers'.
///
/// What a broker wrote between two moments, it wrote between them by its own clock too, unless one of the clocks is off.
final class ClockCheck: Sendable {
    private struct State {
        /// When a broker last agreed.
        var agreed: Milliseconds?
        var warned: Milliseconds?
    }

    private let state = Mutex(State())
    private let health: HealthMonitor
    private let report: @Sendable (Report) -> Void

    /// Below this, clocks are taken for the same.
    private static let tolerance: Milliseconds = 5_000
    /// Between two warnings; and for as long, one broker that agrees outweighs others that do not.
    private static let interval: Milliseconds = 60_000

    init(health: HealthMonitor, report: @escaping @Sendable (Report) -> Void) {
        self.health = health
        self.report = report
    }

    /// - Parameters:
    ///   - appended: when a broker wrote a record, by its clock.
    ///   - sent: a moment before that, by this machine's.
    ///   - now: a moment after it.
    func compare(appended: Milliseconds, after sent: Moment, before now: Moment) {
        let ahead = max(0, sent.wall - appended) - max(0, appended - now.wall)
        // Under the lock, so that the last of several producers has the last word.
        state.withLock { state in
            guard abs(ahead) > Self.tolerance else {
                state.agreed = now.uptime
                return health.clear(.clock)
            }
            let side = ahead > 0 ? "ahead of" : "behind"
            if !now.isWithin(Self.interval, of: state.warned) {
                state.warned = now.uptime
                let message = "This machine's clock is \(side) a broker's: set the one that is wrong"
                report(Report(.warning, message, ["seconds": "\(abs(ahead) / 1_000)"]))
            }
            if !now.isWithin(Self.interval, of: state.agreed) {
                health.raise(.clock, "the clock is \(side) the brokers'")
            }
        }
    }
}

extension Moment {
    fileprivate func isWithin(_ interval: Milliseconds, of uptime: Milliseconds?) -> Bool {
        uptime.map { self.uptime - $0 < interval } ?? false
    }
}
