import Foundation

/// Standard input, output and error as this process got them.
struct StandardStreams {
    /// False for one that was closed.
    let hasOutput: Bool

    /// Keeps what becomes of the streams from doing harm to the work: to be called before anything is opened.
    ///
    /// Whoever reads a stream may go away: writing fails then, and no signal ends the process. A stream that is closed is
    /// opened, so that no socket gets its number and text for data.
    static func prepare() -> StandardStreams {
        let hasOutput = fcntl(STDOUT_FILENO, F_GETFD) != -1
        signal(SIGPIPE, SIG_IGN)
        while true {
            let descriptor = open("/dev/null", O_RDWR)
            guard (0...2).contains(descriptor) else {
                if descriptor > 2 { close(descriptor) }
                return StandardStreams(hasOutput: hasOutput)
            }
        }
    }

    /// Writes a text whole to standard output.
    func write(_ text: String) throws(OutputFailure) {
        guard hasOutput else { throw OutputFailure(code: EBADF) }
        var text = text
        let failure: OutputFailure? = text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Foundation.write(STDOUT_FILENO, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    // Somebody who shares the stream has made it non-blocking.
                    var request = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                    poll(&request, 1, -1)
                } else if errno != EINTR {
                    return OutputFailure(code: errno)
                }
            }
            return nil
        }
        if let failure { throw failure }
    }
}
