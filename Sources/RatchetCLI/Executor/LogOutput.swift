import Foundation

/// Where an executor's log goes: it may be gone or full without any harm to the work.
enum LogOutput {
    /// Whoever reads the log may go away: the lines are lost then, not the process.
    ///
    /// A standard stream that is closed is opened, so that no socket gets its number and log lines for data.
    static func makeDispensable() {
        signal(SIGPIPE, SIG_IGN)
        while true {
            let descriptor = open("/dev/null", O_RDWR)
            guard (0...2).contains(descriptor) else {
                if descriptor > 2 { close(descriptor) }
                return
            }
        }
    }
}
