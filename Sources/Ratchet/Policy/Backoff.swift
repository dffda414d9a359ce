import Foundation

/// The time from a failure to the next attempt.
///
/// The same for every run: no jitter.
public struct Backoff: Sendable {
    private let first: Duration
    private let limit: Duration
    private let factor: Double

    /// Longer after each failure: `first`, then `factor` times the last one, never more than `limit`.
    public static func exponential(
        from first: Duration = .seconds(1),
        to limit: Duration = .seconds(300),
        factor: Double = 2
    ) -> Self {
        Self(first: first, limit: limit, factor: factor)
    }

    /// Always the same time.
    public static func constant(_ time: Duration) -> Self {
        Self(first: time, limit: time, factor: 1)
    }

    /// The time after the failure of attempt `attempt` (1 and up); never negative.
    package func delay(after attempt: Int) -> Duration {
        let growth = pow(factor, Double(max(1, attempt) - 1))
        // Compared as a number, which does not overflow as a Duration would. Not a number counts as the limit.
        let seconds = first / .seconds(1) * growth
        guard seconds > 0 || seconds.isNaN else { return .zero }
        return seconds < limit / .seconds(1) ? .seconds(seconds) : max(.zero, limit)
    }
}
