import KafkaClient
import Ratchet
import RatchetEngine
import RatchetKafka

/// What a command has to work with.
struct Session: Sendable {
    /// The jobs of this program.
    let jobs: Jobs
    /// The name that the program was called by.
    let program: String
    let environment: [String: String]
    let terminal: Terminal
    /// What this process was told in bytes that are not UTF-8, in words.
    var unreadable: [String] = []
    /// Variables of the environment that Ratchet does not read, unless settings name them, and that are not UTF-8.
    var unreadableVariables: Set<String> = []

    /// Settings from everywhere.
    ///
    /// Throws a ``SettingsError``; a ``UsageError`` for a secret in the environment that is not UTF-8.
    func settings(_ shared: SharedOptions, _ more: [SettingFlags.Given] = []) throws -> Settings {
        let loader = SettingsLoader(environment: environment)
        let settings = try loader.settings(file: try loader.file(named: shared.config), flags: shared.settings + more)
        let prefix = settings.secrets.environmentPrefix
        if let secret = unreadableVariables.sorted().first(where: { $0.hasPrefix(prefix) }) {
            throw UsageError("the environment variable \(secret) is not UTF-8")
        }
        return settings
    }

    /// Warns the user; the command goes on.
    func warn(_ text: String) {
        terminal.err.line("\(terminal.err.styled("warning:", .doubtful)) \(text)")
    }

    /// Says that the command waits for a transaction that somebody has left open, and what to do about it.
    func waits(for standstill: Standstill) {
        warn("waiting: \(standstill.wordsAndAdvice(at: SystemClock.now.wall))")
    }

    /// Tells the user something, apart from the command's output.
    func say(_ text: String) {
        terminal.err.line(text)
    }
}
