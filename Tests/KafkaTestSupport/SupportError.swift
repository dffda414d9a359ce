/// Why a broker or a child process cannot be used, and what to do about it.
package struct SupportError: Error, CustomStringConvertible {
    package enum Code: Sendable {
        /// There is no broker to test on.
        case unavailable
        /// The operating system refused.
        case system
        /// A process ended that was still needed.
        case exited
        /// What was waited for did not happen in time.
        case timedOut
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "\(code): \(message)" }
}
