import RatchetEngine

/// A point in time as RFC 3339 writes it, such as `2026-11-24T02:00:00.250+01:00`.
///
/// Finer than milliseconds is cut off.
struct RFC3339 {
    private let bytes: [UInt8]
    private var position = 0

    static func milliseconds(_ text: String) -> Milliseconds? {
        var reader = RFC3339(bytes: Array(text.utf8))
        return reader.read()
    }

    private mutating func read() -> Milliseconds? {
        guard let year = digits(4), take("-"), let month = digits(2, 1...12), take("-"),
            let day = digits(2, 1...Self.days(in: month, year)), take("T") || take("t"),
            let hour = digits(2, 0...23), take(":"), let minute = digits(2, 0...59), take(":"),
            let second = digits(2, 0...60), let fraction = fraction(), let offset = offset(),
            position == bytes.count
        else { return nil }
        let minutes = (Self.daysSince1970(year, month, day) * 24 + hour) * 60 + minute - offset
        // A leap second is the last of a day in UTC.
        guard second < 60 || (minutes + 1) % 1440 == 0 else { return nil }
        return Milliseconds((minutes * 60 + second) * 1000 + fraction)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func digits(_ count: Int, _ range: ClosedRange<Int> = 0...9999) -> Int? {
        guard bytes.count - position >= count else { return nil }
        var number = 0
        for byte in bytes[position..<position + count] {
            guard byte &- 0x30 < 10 else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        guard range.contains(number) else { return nil }
        position += count
        return number
    }

    private mutating func fraction() -> Int? {
        guard take(".") else { return 0 }
        let start = position
        var milliseconds = 0
        while let digit = digits(1) {
            if position - start <= 3 { milliseconds = milliseconds * 10 + digit }
        }
        let count = position - start
        guard count > 0 else { return nil }
        return milliseconds * [100, 10, 1][min(count, 3) - 1]
    }

    /// Minutes east of UTC.
    private mutating func offset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let isEast = take("+")
        guard isEast || take("-"), let hours = digits(2, 0...23), take(":"), let minutes = digits(2, 0...59) else {
            return nil
        }
        return (hours * 60 + minutes) * (isEast ? 1 : -1)
    }

    private static func days(in month: Int, _ year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Of the proleptic Gregorian calendar; years begin in March, so that the leap day is the last of one.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = year - (month <= 2 ? 1 : 0) + 400
        let era = shifted / 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (era - 1) * 146_097 + dayOfEra - 719_468
    }
}
