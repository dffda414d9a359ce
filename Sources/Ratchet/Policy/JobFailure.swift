/// An error that says itself whether trying again helps; it overrides the job's retry policy.
public struct JobFailure: Error, CustomStringConvertible {
    /// What failed, in words.
    public let message: String
    /// What follows.
    public let decision: RetryPolicy.Decision
    /// The error that led to it.
    public let cause: (any Error)?

    /// A failure with its decision.
    public init(_ message: String, _ decision: RetryPolicy.Decision, cause: (any Error)? = nil) {
        self.message = message
        self.decision = decision
        self.cause = cause
    }

    /// The message, and the cause in brackets.
    public var description: String {
        cause.map { "\(message) (\($0.inWords))" } ?? message
    }
}
