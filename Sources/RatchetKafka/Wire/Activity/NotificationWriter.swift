import Ratchet
import RatchetEngine

/// Values of `notifications`; the key is the tenant.
package enum NotificationWriter {
    package static func value(
        _ notification: Notification,
        of run: RunFacts,
        seq: Int,
        at now: Milliseconds,
        into writer: inout ByteWriter
    ) {
        writer.append("{\"jobId\":" as StaticString)
        writer.append(quoted: run.jobId)
        writer.append(",\"job\":" as StaticString)
        writer.append(quoted: run.job)
        if let tenant = run.tenant {
            writer.append(",\"tenant\":" as StaticString)
            writer.append(quoted: tenant)
        }
        writer.append(",\"seq\":" as StaticString)
        writer.append(seq)
        writer.append(",\"level\":\"" as StaticString)
        writer.append(notification.level.rawValue)
        writer.append("\",\"activity\":" as StaticString)
        writer.append(quoted: notification.activity)
        writer.append(",\"title\":" as StaticString)
        writer.append(quoted: notification.title)
        writer.append(",\"summary\":" as StaticString)
        writer.append(quoted: notification.summary)
        if let details = notification.details {
            writer.append(",\"details\":" as StaticString)
            writer.append(quoted: details)
        }
        writer.append(",\"at\":" as StaticString)
        writer.append(now)
        writer.append(.closeBrace)
    }
}
