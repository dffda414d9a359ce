/// Something worth a log line; constant message, data in the metadata.
package struct Report: Sendable, Equatable {
    package enum Level: Sendable {
        case debug
        case info
        case warning
        case error
    }
    package let level: Level
    package let message: String
    package let metadata: [String: String]

    package init(_ level: Level, _ message: String, _ metadata: [String: String] = [:]) {
        self.level = level
        self.message = message
        self.metadata = metadata
    }
}
