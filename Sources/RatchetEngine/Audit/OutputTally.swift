/// A published record that is there more than once.
package struct OutputDouble: Sendable, Hashable {
    /// Of its topic, among those that are checked.
    let topic: Int
    let jobId: String
    let number: Int
}

/// The records that one run has published to one topic.
struct OutputTally {
    struct Record {
        let seq: Int
        let number: Int
        let place: RecordPlace
        let time: Milliseconds
    }

    /// By its checkpoint before the topic was read.
    var promised = 0
    /// By its last checkpoint.
    var latest = 0
    /// A bit for each number.
    private var seen: [UInt64] = []
    /// Beyond what was promised when the topic was read.
    var late: [Record] = []

    /// False when it was seen before.
    mutating func see(_ number: Int) -> Bool {
        let (word, bit) = ((number - 1) / 64, UInt64(1) << UInt64((number - 1) % 64))
        if word >= seen.count {
            let needed = max(word + 1, (promised + 63) / 64)
            seen.append(contentsOf: repeatElement(0, count: needed - seen.count))
        }
        guard seen[word] & bit == 0 else { return false }
        seen[word] |= bit
        return true
    }

    /// Numbers that were promised and not seen.
    var missing: [ClosedRange<Int>] {
        var missing: [ClosedRange<Int>] = []
        var number = 1
        while number <= promised {
            guard !hasSeen(number) else {
                number += 1
                continue
            }
            let first = number
            while number <= promised, !hasSeen(number) { number += 1 }
            missing.append(first...(number - 1))
        }
        return missing
    }

    private func hasSeen(_ number: Int) -> Bool {
        let word = (number - 1) / 64
        return word < seen.count && seen[word] & (1 << UInt64((number - 1) % 64)) != 0
    }
}
