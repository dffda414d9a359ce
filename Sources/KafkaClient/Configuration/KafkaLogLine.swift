/// One line of librdkafka's own log.
package struct KafkaLogLine: Sendable {
    /// The levels of syslog.
    package enum Level: Int32, Sendable, Comparable {
        case emergency
        case alert
        case critical
        case error
        case warning
        case notice
        case info
        case debug

        package static func < (left: Level, right: Level) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    package let level: Level
    /// A short tag such as `FAIL` or `REQTMOUT`.
    package let facility: String
    package let message: String
}
