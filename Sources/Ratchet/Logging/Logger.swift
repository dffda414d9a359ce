/// Writes log lines; it has the interface of swift-log's `Logger`.
///
/// Messages are constant; what varies goes into the metadata.
public struct Logger: Sendable {
    /// The severity of a line.
    public typealias Level = LogLevel

    /// The name of what writes.
    public let label: String
    /// The lowest level that is written.
    public var logLevel: Level
    private var metadata: [String: String]
    private let handler: any LogHandler

    /// A logger that writes where `handler` does, by default to standard error.
    public init(
        label: String,
        level: Level = .info,
        metadata: [String: String] = [:],
        handler: any LogHandler = StandardErrorLog()
    ) {
        self.label = label
        self.logLevel = level
        self.metadata = metadata
        self.handler = handler
    }

    /// A field of every line.
    public subscript(metadataKey key: String) -> String? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line at `level`; `metadata` is added to the logger's own and overrides it.
    public func log(
        level: Level,
        _ message: @autoclosure () -> String,
        metadata: @autoclosure () -> [String: String] = [:]
    ) {
        guard level >= logLevel else { return }
        let fields = self.metadata.merging(metadata()) { _, given in given }
        handler.log(level, message(), metadata: fields, label: label)
    }

    /// Writes a line at level `trace`.
    public func trace(_ message: @autoclosure () -> String, metadata: @autoclosure () -> [String: String] = [:]) {
        log(level: .trace, message(), metadata: metadata())
    }

    /// Writes a line at level `debug`.
    public func debug(_ message: @autoclosure () -> String, metadata: @autoclosure () -> [String: String] = [:]) {
        log(level: .debug, message(), metadata: metadata())
    }

    /// Writes a line at level `info`.
    public func info(_ message: @autoclosure () -> String, metadata: @autoclosure () -> [String: String] = [:]) {
        log(level: .info, message(), metadata: metadata())
    }

    /// Writes a line at level `notice`.
    public func notice(_ message: @autoclosure () -> String, metadata: @autoclosure () -> [String: String] = [:]) {
        log(level: .notice, message(), metadata: metadata())
    }

    /// Writes a line at level `warning`.
    public func warning(_ message: @autoclosure () -> String, metadata: @autoclosure () -> [String: String] = [:]) {
        log(level: .warning, message(), metadata: metadata())
    }

    /// Writes a line at level `error`.
    public func error(_ message: @autoclosure () -> String, metadata: @autoclosure () -> [String: String] = [:]) {
        log(level: .error, message(), metadata: metadata())
    }

    /// Writes a line at level `critical`.
    public func critical(_ message: @autoclosure () -> String, metadata: @autoclosure () -> [String: String] = [:]) {
        log(level: .critical, message(), metadata: metadata())
    }
}
