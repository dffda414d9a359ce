import Foundation

/// Why standard output cannot be written.
struct OutputFailure: Error, CustomStringConvertible {
    /// Of the system.
    let code: Int32

    /// Whoever read the output has seen enough, as `head` has.
    var isReaderGone: Bool { code == EPIPE }

    var exitCode: ExitCode { isReaderGone ? .readerGone : .unwritable }

    var description: String {
        "standard output cannot be written: \(code == EBADF ? "it is closed" : String(cString: strerror(code)))"
    }
}
