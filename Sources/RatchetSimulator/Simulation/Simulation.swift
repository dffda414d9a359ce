import RatchetEngine

/// A cluster of executors in virtual time: the real engine over a simulated Kafka.
///
/// It runs under a schedule of faults that is drawn from a seed; the same seed gives the same schedule.
public struct Simulation: Sendable {
    private let seed: UInt64
    private let profile: SimulationProfile

    /// A schedule.
    ///
    /// - Parameters:
    ///   - seed: What everything is drawn from.
    ///   - profile: What there is to draw.
    public init(seed: UInt64, profile: SimulationProfile = SimulationProfile()) {
        self.seed = seed
        self.profile = profile
    }

    /// Plays the schedule until all is at rest, or an invariant is broken.
    ///
    /// In that case it is played again for its trace.
    public func run() -> SimulationReport {
        let report = play(traced: false)
        return report.violation == nil ? report : play(traced: true)
    }

    /// Plays the schedule with its trace, whatever comes of it.
    public func traced() -> SimulationReport { play(traced: true) }

    func play(traced: Bool) -> SimulationReport {
        let world = World(seed: seed, profile: profile, traces: traced)
        world.play()
        return SimulationReport(
            seed: seed,
            violation: world.auditor.violation,
            events: world.eventCount,
            commits: world.auditor.commits,
            calls: world.callCount,
            trace: world.trace
        )
    }
}
