import Ratchet
import RatchetEngine

/// Values of `activity`; the key is the jobId.
package enum ActivityWriter {
    package static func log(
        _ level: LogLevel,
        _ message: String,
        metadata: [String: String],
        jobId: String,
        seq: Int,
        at now: Milliseconds,
        into writer: inout ByteWriter
    ) {
        begin("log", jobId, seq, into: &writer)
        writer.append(",\"level\":\"" as StaticString)
        writer.append(level.rawValue)
        writer.append("\",\"message\":" as StaticString)
        writer.append(quoted: message)
        if !metadata.isEmpty {
            writer.append(",\"metadata\":{" as StaticString)
            for (index, member) in metadata.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { writer.append(.comma) }
                writer.append(quoted: member.key)
                writer.append(.colon)
                writer.append(quoted: member.value)
            }
            writer.append(.closeBrace)
        }
        end(now, into: &writer)
    }

    /// Its message is the note.
    package static func progress(
        _ progress: Progress,
        jobId: String,
        seq: Int,
        at now: Milliseconds,
        into writer: inout ByteWriter
    ) {
        begin("progress", jobId, seq, into: &writer)
        writer.append(",\"message\":" as StaticString)
        writer.append(quoted: progress.note ?? "")
        writer.append(",\"progress\":" as StaticString)
        progress.write(to: &writer)
        end(now, into: &writer)
    }

    private static func begin(_ kind: StaticString, _ jobId: String, _ seq: Int, into writer: inout ByteWriter) {
        writer.append("{\"jobId\":" as StaticString)
        writer.append(quoted: jobId)
        writer.append(",\"seq\":" as StaticString)
        writer.append(seq)
        writer.append(",\"kind\":\"" as StaticString)
        writer.append(kind)
        writer.append(.quote)
    }

    private static func end(_ now: Milliseconds, into writer: inout ByteWriter) {
        writer.append(",\"at\":" as StaticString)
        writer.append(now)
        writer.append(.closeBrace)
    }
}
