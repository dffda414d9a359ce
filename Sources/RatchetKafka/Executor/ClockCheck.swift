import RatchetEngine
import Synchronization

/// Notices that this machine's clock is behind the brokers'.
///
/// A record that a broker appended later than now proves it. One that was appended earlier proves nothing, as it may have
/// waited: of a clock that is ahead these records tell nothing.
final class ClockCheck: Sendable {
    private struct State {
        /// When the newest record was appended.
        var newest: Milliseconds = 0
        var isBehind = false
        var warned: Milliseconds?
    }

    private let state = Mutex(State())
    private let health: HealthMonitor
    private let report: @Sendable (Report) -> Void

    /// Below this, clocks are taken for the same.
    static let tolerance: Milliseconds = 5_000
    private static let warningInterval: Milliseconds = 60_000

    init(health: HealthMonitor, report: @escaping @Sendable (Report) -> Void) {
        self.health = health
        self.report = report
    }

    /// Called with every record that has the broker's time.
    func saw(appended: Milliseconds, at now: Moment) {
        let (change, behind) = state.withLock { state -> (Bool?, Milliseconds?) in
            state.newest = max(state.newest, appended)
            let behind = state.newest - now.wall
            let isBehind = behind > Self.tolerance
            let change = isBehind == state.isBehind ? nil : isBehind
            state.isBehind = isBehind
            let isSilent = state.warned.map { now.uptime - $0 < Self.warningInterval } ?? false
            guard isBehind, !isSilent else { return (change, nil) }
            state.warned = now.uptime
            return (change, behind)
        }
        if let behind {
            report(
                Report(
                    .warning,
                    "This machine's clock is behind the brokers': set it",
                    ["behind.seconds": "\(behind / 1_000)"]
                )
            )
        }
        switch change {
        case true?: health.raise(.clock, "the clock is behind the brokers'")
        case false?: health.clear(.clock)
        case nil: break
        }
    }
}
