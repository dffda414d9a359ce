import Foundation

/// A folder for one test's files; held by the suite, it is removed after the test.
final class TemporaryFolder: Sendable {
    private let url = FileManager.default.temporaryDirectory.appendingPathComponent("ratchet-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// The path of a new file with these bytes.
    func file(_ bytes: [UInt8]) throws -> String {
        let file = url.appendingPathComponent("\(UUID().uuidString).csv")
        try Data(bytes).write(to: file)
        return file.path
    }

    /// The path of a new file with this text.
    func file(_ text: String) throws -> String {
        try file(Array(text.utf8))
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}
