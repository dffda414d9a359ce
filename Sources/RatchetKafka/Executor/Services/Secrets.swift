import Foundation

/// Where steps find their secrets.
///
/// By name, first in the environment, then as a file.
package struct Secrets: Sendable {
    /// `IMPORT_TOKEN` is looked up as `RATCHET_SECRET_IMPORT_TOKEN`.
    package var environmentPrefix: String
    /// A folder with a file for each secret, as Docker and Kubernetes mount them.
    package var directory: String?

    package init(environmentPrefix: String = "RATCHET_SECRET_", directory: String? = nil) {
        self.environmentPrefix = environmentPrefix
        self.directory = directory
    }

    /// Nil when there is none of that name.
    ///
    /// A trailing newline of a file is no part of the secret.
    package func secret(named name: String) throws -> String? {
        if let value = ProcessInfo.processInfo.environment[environmentPrefix + name] { return value }
        guard let directory, !name.contains("/"), !name.hasPrefix(".") else { return nil }
        let path = "\(directory)/\(name)"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var text = try String(contentsOfFile: path, encoding: .utf8)
        if text.hasSuffix("\n") { text.removeLast() }
        return text
    }
}
