/// How the reader should take a notification.
public enum Level: String, Codable, Sendable {
    /// Good to know.
    case info
    /// Something succeeded.
    case success
    /// Worth a look.
    case warn
    /// Something failed.
    case error
}
