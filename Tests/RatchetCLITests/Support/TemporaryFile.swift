import Foundation

/// A file that is gone after its use.
func withTemporaryFile<Result>(
    _ text: String,
    _ body: (_ path: String) async throws -> Result
) async throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: "ratchet-\(UUID().uuidString).yaml")
    try text.write(to: url, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(url.path(percentEncoded: false))
}
