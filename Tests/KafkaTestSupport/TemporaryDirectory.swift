import Foundation

/// A directory that is removed with its owner, or when this process ends.
package final class TemporaryDirectory: Sendable {
    package let url: URL

    package init() throws {
        url = try Reaper.shared.directory.appending(path: uniqueName("d"), directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}

/// Gives `body` an empty directory of its own and removes it afterwards.
package func withTemporaryDirectory<Result>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (URL) async throws -> Result
) async throws -> Result {
    let directory = try TemporaryDirectory()
    defer { withExtendedLifetime(directory) {} }
    return try await body(directory.url)
}
