import Foundation

/// Numbers that are no whole ones of 64 bits.
///
/// Foundation reports 1.5 where an `Int` belongs as data that is corrupted, without saying where.
enum UnfitNumbers {
    /// Which they are, in words, when `error` may come from one of them.
    static func words(in json: [UInt8], after error: any Error) -> String? {
        guard case DecodingError.dataCorrupted(let context) = error, context.codingPath.isEmpty,
            let value = try? JSONSerialization.jsonObject(with: Data(json))
        else { return nil }
        let numbers = find(in: value, at: "").sorted()
        guard !numbers.isEmpty else { return nil }
        return "\(numbers.joined(separator: " or ")) must be a whole number of at most 64 bits"
    }

    private static func find(in value: Any, at path: String) -> [String] {
        switch value {
        case let object as [String: Any]:
            object.flatMap { find(in: $1, at: path.isEmpty ? $0 : "\(path).\($0)") }
        case let list as [Any]:
            list.enumerated().flatMap { find(in: $1, at: "\(path)[\($0)]") }
        case let number as NSNumber where Int(exactly: number) == nil:
            ["'\(path)' (\(number))"]
        default: []
        }
    }
}
