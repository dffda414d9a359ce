/// Where log lines go.
///
/// Called from any thread, several at once.
public protocol LogHandler: Sendable {
    /// Takes one line.
    func log(_ level: LogLevel, _ message: String, metadata: [String: String], label: String)
}
