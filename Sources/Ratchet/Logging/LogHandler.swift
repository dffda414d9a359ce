/// Receives log lines.
///
/// Called from any thread, also concurrently.
public protocol LogHandler: Sendable {
    /// Takes one line.
    func log(_ level: LogLevel, _ message: String, metadata: [String: String], label: String)
}
