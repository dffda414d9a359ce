import Foundation

/// Dates as others read and write them: ISO 8601 in UTC, with milliseconds when there are any.
enum ISODate {
    private static let whole = Date.ISO8601FormatStyle()
    // Reads times without a fraction too; the other one drops fractions silently.
    private static let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    static func encode(_ date: Date, to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        let milliseconds = (date.timeIntervalSinceReferenceDate * 1000).rounded()
        let isWhole = milliseconds.truncatingRemainder(dividingBy: 1000) == 0
        // A little above: the format cuts off, and few milliseconds are exact in a Double.
        let rounded = Date(timeIntervalSinceReferenceDate: (milliseconds + 0.25) / 1000)
        try container.encode(rounded.formatted(isWhole ? whole : fractional))
    }

    static func decode(from decoder: any Decoder) throws -> Date {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        if let date = try? fractional.parse(text) { return date }
        throw DecodingError.dataCorruptedError(
            in: container,
            debugDescription: "'\(text)' is not a date like 2026-11-24T02:00:00Z"
        )
    }
}
