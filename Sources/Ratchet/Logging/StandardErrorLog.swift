import Foundation

/// Writes a line of text per log line to standard error: time, level, label, message, then the metadata by name.
public struct StandardErrorLog: LogHandler {
    /// The process's standard error.
    public init() {}

    /// Writes one whole line without waiting for a reader; lines that are not read in time are dropped and counted.
    public func log(_ level: LogLevel, _ message: String, metadata: [String: String], label: String) {
        let time = Date()
        LogStream.standardError.write(level, message, metadata) { level, message, metadata in
            Self.line(time, level, message, metadata: metadata, label: label) + "\n"
        }
    }

    package static func line(
        _ time: Date,
        _ level: LogLevel,
        _ message: String,
        metadata: [String: String],
        label: String
    ) -> String {
        let fields = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let text = "\(time.formatted(.iso8601)) \(level.rawValue) \(label): \(message)\(fields)"
        return text.replacingOccurrences(of: "\n", with: "\\n")
    }
}
