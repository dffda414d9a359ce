/// The severity of a log line; the levels are those of swift-log.
public enum LogLevel: String, Codable, CaseIterable, Comparable, Sendable {
    /// Every move, for following the code.
    case trace
    /// For finding faults.
    case debug
    /// Good to know.
    case info
    /// Unusual, but no fault.
    case notice
    /// Something may go wrong.
    case warning
    /// Something went wrong.
    case error
    /// Someone must act at once.
    case critical

    private var severity: Int {
        switch self {
        case .trace: 0
        case .debug: 1
        case .info: 2
        case .notice: 3
        case .warning: 4
        case .error: 5
        case .critical: 6
        }
    }

    /// Orders by severity, `trace` first.
    public static func < (left: Self, right: Self) -> Bool { left.severity < right.severity }
}
