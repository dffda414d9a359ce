import Ratchet
import RatchetEngine

/// Writes a JSON object per log line to standard error.
struct JSONLog: LogHandler {
    func log(_ level: LogLevel, _ message: String, metadata: [String: String], label: String) {
        let time = SystemClock.now.wall
        LogStream.standardError.write(level, message, metadata) { level, message, metadata in
            Self.line(time, level, message, metadata: metadata, label: label)
        }
    }

    static func line(
        _ time: Milliseconds,
        _ level: LogLevel,
        _ message: String,
        metadata: [String: String],
        label: String
    ) -> String {
        var object = JSONObject()
        object.add("time", Time.text(time))
        object.add("level", level.rawValue)
        object.add("logger", label)
        object.add("message", message)
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) { object.add(name, value) }
        return object.text + "\n"
    }
}
