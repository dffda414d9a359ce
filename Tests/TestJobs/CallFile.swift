import Foundation
import Ratchet

/// A file with a line for each call of user code: what a test counts calls by, whichever process made them.
struct CallFile: Codable, Sendable {
    private let path: String

    init(from decoder: any Decoder) throws { path = try decoder.singleValueContainer().decode(String.self) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(path)
    }

    /// Adds a line; lines of different processes do not mix.
    func append(_ line: String) throws {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw JobFailure("\(path) cannot be written: error \(errno)", .never) }
        defer { close(descriptor) }
        let bytes = Array("\(line)\n".utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw JobFailure("\(path) was not written: error \(errno)", .never)
        }
    }

    /// How many lines there are.
    func count() -> Int {
        let data = FileManager.default.contents(atPath: path) ?? Data()
        return data.count { $0 == UInt8(ascii: "\n") }
    }
}
