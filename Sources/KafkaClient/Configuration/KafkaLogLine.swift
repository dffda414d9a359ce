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

    /// The least urgent level that the user wants to read; the library may be told to log more than that.
    static func limit(of configuration: ClientConfiguration) -> Level {
        // As the library does it: whoever asks for debug lines gets them.
        if let contexts = configuration.properties["debug"], !contexts.isEmpty { return .debug }
        return configuration.properties["log_level"].flatMap { Int32($0) }.flatMap(Level.init) ?? .info
    }

    /// Whether requests that were under way are in doubt: not when a broker could not be reached in the first place.
    static func tellsOfRequests(_ facility: String, _ message: String) -> Bool {
        // "… (after 1234ms in state UP)"; a line without a state counts.
        facility != "FAIL" || message.contains("in state UP") || !message.contains("in state ")
    }

    /// What a line about a failed connection means; its code is not in it.
    static func failure(_ message: String) -> KafkaError.Code {
        if message.contains("Failed to resolve") { return .resolve }
        let isOfSASL = message.contains("SASL authentication error") || message.contains("mechanism handshake failed")
        // "… failed: Local: …" is a connection that broke meanwhile.
        return isOfSASL && !message.contains("failed: Local: ") ? .authentication : .transport
    }

    package let level: Level
    /// A short tag such as `FAIL` or `REQTMOUT`.
    package let facility: String
    package let message: String
}
