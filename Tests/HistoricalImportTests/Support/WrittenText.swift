import Foundation

/// How a test's file is written.
enum WrittenText: String, CaseIterable, Sendable {
    case utf8, utf8Marked, utf16LittleEndian, utf16BigEndian, utf16LittleEndianMarked, utf16BigEndianMarked

    func bytes(_ text: String) -> [UInt8] {
        let encoding: String.Encoding =
            switch self {
            case .utf8, .utf8Marked: .utf8
            case .utf16LittleEndian, .utf16LittleEndianMarked: .utf16LittleEndian
            case .utf16BigEndian, .utf16BigEndianMarked: .utf16BigEndian
            }
        let mark =
            switch self {
            case .utf8, .utf16LittleEndian, .utf16BigEndian: ""
            case .utf8Marked, .utf16LittleEndianMarked, .utf16BigEndianMarked: "\u{FEFF}"
            }
        return [UInt8]((mark + text).data(using: encoding) ?? Data())
    }
}
