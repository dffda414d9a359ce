import Foundation

/// JSON that every reader takes, not Foundation's alone.
enum StrictJSON {
    struct Invalid: Error {
        let message: String
    }

    /// The value of a JSON text in UTF-8, as `JSONSerialization` gives it.
    ///
    /// Throws ``Invalid`` also for what Foundation would take and others refuse: UTF-16, commas before a bracket.
    static func value(of bytes: [UInt8]) throws -> Any {
        guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else {
            throw Invalid(message: "they must be in UTF-8")
        }
        guard !hasTrailingComma(bytes) else { throw Invalid(message: "there is a comma before a closing bracket") }
        do {
            return try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        } catch {
            let detail = (error as NSError).userInfo["NSDebugDescription"] as? String
            throw Invalid(message: detail ?? error.inWords)
        }
    }

    private static func hasTrailingComma(_ bytes: [UInt8]) -> Bool {
        var isInString = false
        var isEscaped = false
        var lastIsComma = false
        for byte in bytes {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isInString: isEscaped = true
            case UInt8(ascii: "\""):
                isInString.toggle()
                lastIsComma = false
            case _ where isInString, UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                break
            case UInt8(ascii: "}") where lastIsComma, UInt8(ascii: "]") where lastIsComma: return true
            default: lastIsComma = byte == UInt8(ascii: ",")
            }
        }
        return false
    }

    /// Which numbers are no whole ones of 64 bits, in words, when `error` may come from one of them.
    ///
    /// Foundation reports 1.5 where an `Int` belongs as data that is corrupted, without saying where.
    static func unfitNumbers(in bytes: [UInt8], after error: any Error) -> String? {
        guard case DecodingError.dataCorrupted(let context) = error, context.codingPath.isEmpty else { return nil }
        let numbers = ((try? value(of: bytes)).map { unfitNumbers(in: $0, at: "") } ?? []).sorted()
        guard !numbers.isEmpty else { return nil }
        return "\(numbers.joined(separator: " or ")) must be a whole number of at most 64 bits"
    }

    private static func unfitNumbers(in value: Any, at path: String) -> [String] {
        switch value {
        case let object as [String: Any]:
            object.flatMap { unfitNumbers(in: $1, at: path.isEmpty ? $0 : "\(path).\($0)") }
        case let list as [Any]:
            list.enumerated().flatMap { unfitNumbers(in: $1, at: "\(path)[\($0)]") }
        case let number as NSNumber where Int(exactly: number) == nil:
            ["'\(path)' (\(number))"]
        default: []
        }
    }
}
