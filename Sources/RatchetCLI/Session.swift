import KafkaClient
import Ratchet

/// What a command has to work with.
struct Session: Sendable {
    /// The jobs of this program.
    let jobs: Jobs
    /// The name that the program was called by.
    let program: String
    let environment: [String: String]
    let terminal: Terminal

    /// Settings from everywhere.
    ///
    /// Throws a ``SettingsError``.
    func settings(_ shared: SharedOptions, _ more: [SettingFlags.Given] = []) throws -> Settings {
        let loader = SettingsLoader(environment: environment)
        return try loader.settings(file: try loader.file(named: shared.config), flags: shared.settings + more)
    }

    /// Warns the user; the command goes on.
    func warn(_ text: String) {
        terminal.err.line("\(terminal.err.styled("warning:", .doubtful)) \(text)")
    }

    /// Tells the user something, apart from the command's output.
    func say(_ text: String) {
        terminal.err.line(text)
    }
}
