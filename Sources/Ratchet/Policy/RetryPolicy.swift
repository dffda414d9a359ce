/// What follows a failed step.
///
/// A failed step is repeated, by default from the run's checkpoint, with its resources prepared again. An interruption
/// is no failure and uses no attempt.
public struct RetryPolicy: Sendable {
    /// What to do about one error.
    public enum Decision: Sendable, Equatable {
        /// Try again after the back-off, while attempts are left.
        case retry
        /// Do not try again: the run has failed.
        case never
        /// Try again after this time, while attempts are left.
        case retryAfter(Duration)
        /// Try again after this time, using no attempt; `.snooze(.zero)` renews what `prepare` opened.
        case snooze(Duration)
    }

    /// Where the next attempt begins.
    public enum From: Sendable {
        /// At the run's last committed state.
        case checkpoint
        /// At `start`.
        case start
    }

    package let attempts: Int
    package let from: From
    private let backoff: Backoff
    private var refusals: [@Sendable (any Error) -> Bool] = []
    private var decide: (@Sendable (any Error) -> Decision)?

    private init(attempts: Int, backoff: Backoff, from: From) {
        self.attempts = attempts
        self.backoff = backoff
        self.from = from
    }

    /// Allows this many attempts in all, including the first.
    ///
    /// - Parameters:
    ///   - attempts: 1 or more; 1 never retries.
    ///   - backoff: The time from a failure to the next attempt.
    ///   - from: Where the next attempt begins.
    /// - Returns: The policy.
    public static func attempts(_ attempts: Int, backoff: Backoff = .exponential(), from: From = .checkpoint) -> Self {
        Self(attempts: attempts, backoff: backoff, from: from)
    }

    /// Decides what follows an error that is no ``JobFailure`` and was not named in ``never(on:)``.
    ///
    /// A second call replaces the first.
    public func deciding(_ decide: @escaping @Sendable (any Error) -> Decision) -> Self {
        var policy = self
        policy.decide = decide
        return policy
    }

    /// Never retries after errors of these types.
    public func never<each E: Error>(on types: repeat (each E).Type) -> Self {
        var policy = self
        for type in repeat each types {
            policy.refusals.append { Self.error($0, is: type) }
        }
        return policy
    }

    private static func error<E: Error>(_ error: any Error, is type: E.Type) -> Bool {
        error is E
    }

    /// The time from the failure of attempt `attempt` (1 and up) to the next one.
    package func delay(after attempt: Int) -> Duration {
        backoff.delay(after: attempt)
    }

    /// What to do about `error`.
    package func decision(for error: any Error) -> Decision {
        if let failure = error as? JobFailure { return failure.decision }
        if let error = error as? RatchetError, !error.retryHelps { return .never }
        if refusals.contains(where: { $0(error) }) { return .never }
        return decide?(error) ?? .retry
    }
}
