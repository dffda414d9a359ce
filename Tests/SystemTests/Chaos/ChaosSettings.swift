import Foundation

/// How long the chaos goes on, with how many runs.
struct ChaosSettings: Sendable {
    /// It takes minutes: only where it is asked for.
    static var isAskedFor: Bool { variable("RATCHET_CHAOS_SECONDS") != nil }

    let seconds: Double
    let runs: Int
    /// Of the executors: Kafka's own minimum, by its default.
    let sessionTimeout = Duration.seconds(6)

    /// `RATCHET_CHAOS_SECONDS` and `RATCHET_CHAOS_RUNS`.
    ///
    /// The runs are 500, and more where the time is long, so that there is work at any moment.
    static let given = ChaosSettings(
        seconds: variable("RATCHET_CHAOS_SECONDS").flatMap(Double.init) ?? 180,
        runs: variable("RATCHET_CHAOS_RUNS").flatMap(Int.init)
    )

    private init(seconds: Double, runs: Int?) {
        self.seconds = seconds
        self.runs = runs ?? max(500, Int(seconds * 500 / 300))
    }

    var environment: [String: String] {
        [
            "RATCHET_SESSION_TIMEOUT": "6s",
            "RATCHET_TRANSACTION_TIMEOUT": "6s",
            "RATCHET_STOP_TIMEOUT": "10s",
        ]
    }

    /// Where the logs of all executors are left, by `RATCHET_CHAOS_LOGS`.
    var logFolder: URL? { Self.variable("RATCHET_CHAOS_LOGS").map { URL(filePath: $0, directoryHint: .isDirectory) } }

    /// A limit for the whole test, with the time to start and to come to rest.
    var minutes: Int { Int(seconds / 60) + 12 }

    private static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
}
