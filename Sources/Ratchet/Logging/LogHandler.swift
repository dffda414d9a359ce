/// Where log lines go.
///
/// Called from any thread, several at once.
public protocol LogHandler: Sendable {
    /// Takes one line.
    func log(_ level: LogLevel, _ message: String, metadata: [String: String], label: String)
}

/// The log of a run: its executor takes the lines.
struct RunLog: LogHandler {
    let host: any StepHost

    func log(_ level: LogLevel, _ message: String, metadata: [String: String], label: String) {
        host.log(level, message, metadata: metadata)
    }
}
