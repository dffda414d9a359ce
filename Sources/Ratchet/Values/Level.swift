/// How the reader should take a notification.
public enum Level: String, Codable, Sendable {
    /// Good to know.
    case info
    /// What was meant to happen has happened.
    case success
    /// Worth a look.
    case warn
    /// Something failed.
    case error
}
