import Foundation

/// SplitMix64: the same values for the same seed.
///
/// The seed is printed and can be given again as `RATCHET_SEED`.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(for test: String) {
        let given = ProcessInfo.processInfo.environment["RATCHET_SEED"].flatMap(UInt64.init)
        state = given ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("\(test): RATCHET_SEED=\(state)")
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func maybe<T>(_ value: (inout Self) -> T) -> T? {
        Bool.random(using: &self) ? value(&self) : nil
    }

    mutating func int(_ range: ClosedRange<Int> = 0...Int.max) -> Int {
        // Small and large ones alike.
        let shift = UInt64.random(in: 0...62, using: &self)
        let number = Int(truncatingIfNeeded: (next() >> 1) >> shift)
        return min(max(number, range.lowerBound), range.upperBound)
    }

    mutating func text() -> String {
        let pool: [Unicode.Scalar] = [
            "a", "Z", "7", " ", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "é", "漢", "🦀",
        ]
        let count = Int.random(in: 0...20, using: &self)
        var text = ""
        for _ in 0..<count { text.unicodeScalars.append(pool.randomElement(using: &self) ?? "a") }
        return text
    }

    mutating func json() -> [UInt8] {
        let pool = [
            "{}", "[]", "null", "1", "\"}\"", #"{"file":"orders.csv","pageSize":100}"#,
            #"{"a":[1,{"state":"x"}],"b":"\"}"}"#,
            " {\"a\" : 1e3 }\n",
        ]
        return Array((pool.randomElement(using: &self) ?? "{}").utf8)
    }

    /// Some bits flipped, bytes inserted or cut off.
    mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &self) {
            guard !bytes.isEmpty else { return bytes }
            let index = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1: bytes.removeSubrange(index...)
            case 2: bytes.insert(Array("{}[]\",:\\u0e-.\0".utf8).randomElement(using: &self) ?? 0, at: index)
            default: bytes.remove(at: index)
            }
        }
        return bytes
    }
}
