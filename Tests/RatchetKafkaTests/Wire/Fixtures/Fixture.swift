import Foundation
import RatchetEngine
import RatchetKafka

/// A line of a file in `Fixtures`: a record as it lies in its topic.
struct Fixture: Decodable {
    let name: String
    private let recordKey: Bytes
    private let recordHeaders: [Header]
    private let recordValue: Bytes?

    var key: [UInt8] { recordKey.bytes }
    var value: [UInt8]? { recordValue?.bytes }

    var headers: [Rejection.Header] {
        recordHeaders.map { Rejection.Header(name: $0.name, value: $0.value?.bytes) }
    }

    var envelope: [UInt8] { header("ratchet") ?? [] }

    func header(_ name: String) -> [UInt8]? {
        headers.last { $0.name == name }?.value
    }

    /// The lines of `Fixtures/<name>.jsonl`.
    static func lines(of name: String) throws -> [Fixture] {
        var folder = URL(filePath: #filePath)
        while folder.lastPathComponent != "Wire" { folder.deleteLastPathComponent() }
        let file = folder.deletingLastPathComponent().appending(path: "Fixtures/\(name).jsonl")
        let text = try String(contentsOf: file, encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Fixture.self, from: Data($0.utf8)) }
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case recordKey = "key"
        case recordHeaders = "headers"
        case recordValue = "value"
    }

    private struct Header: Decodable {
        let name: String
        let value: Bytes?
    }

    /// Text, or an object with `base64` where it is not UTF-8.
    private struct Bytes: Decodable {
        let bytes: [UInt8]

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                bytes = Array(text.utf8)
            } else {
                bytes = Array(try decoder.singleValueContainer().decode([String: Data].self)["base64"] ?? Data())
            }
        }
    }
}
