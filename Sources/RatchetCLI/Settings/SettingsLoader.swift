import Foundation
import KafkaClient
import Ratchet

/// Puts the settings together: defaults, then the file, then the environment, then flags; each overrides the last.
struct SettingsLoader: Sendable {
    /// The file when none is named, if it exists.
    static let standardFile = "ratchet.yaml"

    /// A configuration file.
    struct File: Sendable {
        /// As errors name it.
        let name: String
        let text: String
    }

    let environment: [String: String]

    /// The file that is meant: the one named, else that of `RATCHET_CONFIG`, else `ratchet.yaml` here, if it exists.
    func file(named name: String?) throws(SettingsError) -> File? {
        if let named = name ?? environment["RATCHET_CONFIG"] {
            return File(name: named, text: try Self.read(named))
        }
        guard FileManager.default.fileExists(atPath: Self.standardFile) else { return nil }
        return File(name: Self.standardFile, text: try Self.read(Self.standardFile))
    }

    private static func read(_ path: String) throws(SettingsError) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw SettingsError("the configuration file \(path) cannot be read: \(error.inWords)")
        }
    }

    func settings(file: File?, flags: [SettingFlags.Given]) throws(SettingsError) -> Settings {
        var settings = Settings()
        if let file { try SettingsFile(name: file.name).apply(file.text, to: &settings) }
        try applyEnvironment(to: &settings)
        for flag in flags {
            switch flag {
            case .setting(let key, let text): _ = key.set(&settings, text)
            case .kafka(let name, let value): settings.kafka[name] = value
            }
        }
        return settings
    }

    private func applyEnvironment(to settings: inout Settings) throws(SettingsError) {
        for key in SettingKey.all {
            // A variable that is set to nothing is not set.
            guard let text = environment[key.variable], !text.isEmpty else { continue }
            guard key.set(&settings, text) else {
                throw SettingsError(key.kind.refusal(of: text, for: key.variable))
            }
        }
        let prefix = "RATCHET_KAFKA_"
        for (variable, value) in environment.sorted(by: { $0.key < $1.key }) where variable.hasPrefix(prefix) {
            let name = variable.dropFirst(prefix.count).lowercased().replacing("_", with: ".")
            if let fault = PropertyRule.fault(of: name, value) { throw SettingsError("\(variable): \(fault)") }
            settings.kafka[name] = value
        }
    }
}
