/// What Ratchet refuses, and why.
public struct RatchetError: Error, CustomStringConvertible {
    /// The kind of error; stable, to look up and to filter by.
    public enum Code: String, Sendable {
        /// A context was used after its call had ended.
        case callEnded
        /// A step sent more bytes than it may.
        case stagedTooLarge
        /// A state takes more bytes than it may.
        case stateTooLarge
        /// A value could not be made into JSON.
        case doesNotEncode
        /// Kafka does not allow a topic of that name.
        case badTopic
        /// The executor knows no secret of that name.
        case secretMissing
        /// A trigger's parameters do not fit the job.
        case badParameters
        /// A job cannot be registered.
        case jobRefused
    }

    /// The kind of error.
    public let code: Code
    /// What is wrong and what to do, in words.
    public let message: String
    /// The error that led to it.
    public let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// Whether trying again can help.
    ///
    /// If not, the retry policy is not asked.
    public var retryHelps: Bool { code == .callEnded }

    /// The message and the code.
    public var description: String { "\(message) [\(code.rawValue)]" }
}
