/// Decimal digits of a number.
enum Digits {
    /// The most bytes that a 64-bit number takes, its sign included.
    static let limit = 20

    /// Writes the number to memory that has room for ``limit`` bytes.
    ///
    /// - Returns: how many bytes it took.
    static func write(_ number: Int64, to memory: UnsafeMutableRawPointer) -> Int {
        var rest = number.magnitude
        let count = (number < 0 ? 1 : 0) + count(rest)
        if number < 0 { memory.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self) }
        var end = count
        while rest >= 100 {
            let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
            end -= 2
            store(pair, to: memory + end)
            rest = quotient
        }
        if rest >= 10 {
            store(rest, to: memory + (end - 2))
        } else {
            memory.storeBytes(of: 0x30 + UInt8(truncatingIfNeeded: rest), toByteOffset: end - 1, as: UInt8.self)
        }
        return count
    }

    @inline(__always)
    private static func store(_ pair: UInt64, to memory: UnsafeMutableRawPointer) {
        let tens = pair / 10
        memory.storeBytes(of: 0x30 + UInt8(truncatingIfNeeded: tens), as: UInt8.self)
        memory.storeBytes(of: 0x30 + UInt8(truncatingIfNeeded: pair - tens * 10), toByteOffset: 1, as: UInt8.self)
    }

    private static func count(_ number: UInt64) -> Int {
        var count = 1
        var rest = number
        while rest >= 10_000 {
            rest /= 10_000
            count += 4
        }
        return count + (rest >= 1_000 ? 3 : rest >= 100 ? 2 : rest >= 10 ? 1 : 0)
    }
}
