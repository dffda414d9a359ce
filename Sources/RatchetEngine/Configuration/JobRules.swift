import Ratchet

/// What a job's definition says of retries and time, as far as the ledger decides by it.
package struct JobRules: Sendable {
    /// Attempts in all, the first included.
    package let attempts: Int
    /// From the failure of an attempt to the next one.
    package let backoff: @Sendable (_ failedAttempt: Int) -> Milliseconds
    package let restartsFromStart: Bool
    package let deadline: Milliseconds

    package init(
        attempts: Int,
        backoff: @escaping @Sendable (Int) -> Milliseconds,
        restartsFromStart: Bool,
        deadline: Milliseconds
    ) {
        self.attempts = attempts
        self.backoff = backoff
        self.restartsFromStart = restartsFromStart
        self.deadline = deadline
    }
}

extension JobRules {
    package init(_ job: RegisteredJob) {
        let retry = job.retry
        self.init(
            attempts: retry.attempts,
            backoff: { retry.delay(after: $0).milliseconds },
            restartsFromStart: retry.from == .start,
            deadline: job.deadline.milliseconds
        )
    }
}
