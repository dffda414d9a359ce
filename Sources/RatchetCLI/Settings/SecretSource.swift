import Foundation

/// Where `run.secret(_:)` finds its values: the environment first, then a directory with a file for each secret.
struct SecretSource: Sendable {
    struct Places: Sendable {
        /// Goes before a secret's name to make the name of its variable.
        var environment = "RATCHET_SECRET_"
        var directory: String?
    }

    let places: Places
    let environment: [String: String]

    /// The value of a secret; nil when there is none of that name.
    ///
    /// Reads the file each time, so that a secret that was replaced is seen. Throws when there is a file that cannot be
    /// read.
    func secret(named name: String) throws -> String? {
        // A name is no path: it may not lead out of the directory.
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isName, !name.isEmpty, !name.hasPrefix(".") else { return nil }
        if let value = environment[places.environment + name] { return value }
        guard let directory = places.directory else { return nil }
        let file = URL(filePath: directory).appending(path: name)
        guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else { return nil }
        let text = try String(contentsOf: file, encoding: .utf8)
        // Editors and `echo` end a file with a line break that is not meant.
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
