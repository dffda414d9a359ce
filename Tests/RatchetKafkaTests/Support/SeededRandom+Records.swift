import KafkaTestSupport

/// Values that records are made of.
extension SeededRandom {
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
