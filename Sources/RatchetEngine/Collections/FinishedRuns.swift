import Foundation

/// The names of runs that are over, each until its retention ends, in little memory: 25 to 35 bytes and one to one and a
/// quarter times its length.
///
/// The names lie one after another in one array; a table of places finds them, a heap tells which is forgotten next.
package struct FinishedRuns {
    private struct Expiry: Comparable {
        let due: Milliseconds
        /// Of the name, in `names`.
        var place: UInt32

        static func < (left: Self, right: Self) -> Bool { left.due < right.due }
    }

    /// Each name with its length before it, two bytes, the lower first.
    private var names: [UInt8] = []
    /// Open addressing, a power of two: places of names plus one; 0 where nothing ever was.
    private var table: [UInt32] = []
    private var expiries = Heap<Expiry>()
    /// Bytes of `names` that are forgotten.
    private var waste = 0
    /// Entries of `table` that are not 0.
    private var used = 0

    private static let gone = UInt32.max
    private static let smallest = 64

    package init() {}

    package private(set) var count = 0

    /// When the next name is to be forgotten.
    package var nextDue: Milliseconds? { expiries.min?.due }

    package func contains(_ jobId: String) -> Bool {
        guard count > 0 else { return false }
        var jobId = jobId
        return jobId.withUTF8 { find($0) != nil }
    }

    /// Nothing when it is there already.
    package mutating func insert(_ jobId: String, until due: Milliseconds) {
        reserve()
        var jobId = jobId
        jobId.withUTF8 { bytes in
            guard find(bytes) == nil else { return }
            let place = UInt32(names.count)
            names.reserveRoom(for: bytes.count + 2)
            names.append(UInt8(truncatingIfNeeded: bytes.count))
            names.append(UInt8(truncatingIfNeeded: bytes.count >> 8))
            names.append(contentsOf: bytes)
            enter(place, hash(bytes))
            expiries.insert(Expiry(due: due, place: place))
            count += 1
        }
    }

    /// Takes out the name that is to be forgotten next, when its time has come.
    package mutating func popExpired(by now: Milliseconds) -> String? {
        guard let expiry = expiries.min, expiry.due <= now else { return nil }
        _ = expiries.popMin()
        let range = range(at: expiry.place)
        let jobId = String(decoding: names[range], as: UTF8.self)
        let slot = names.withUnsafeBufferPointer { find(UnsafeBufferPointer(rebasing: $0[range])) }
        if let slot { table[slot] = Self.gone }
        waste += range.count + 2
        count -= 1
        if waste > names.count / 2, waste > 4_096 { compact() }
        return jobId
    }

    private func range(at place: UInt32) -> Range<Int> {
        let start = Int(place) + 2
        return start..<(start + Int(names[Int(place)]) + Int(names[Int(place) + 1]) << 8)
    }

    private func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        return hasher.finalize()
    }

    /// The slot of a name.
    private func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !table.isEmpty else { return nil }
        var slot = hash(bytes) & (table.count - 1)
        while table[slot] != 0 {
            if table[slot] != Self.gone, isEqual(table[slot] - 1, bytes) { return slot }
            slot = (slot + 1) & (table.count - 1)
        }
        return nil
    }

    private func isEqual(_ place: UInt32, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let range = range(at: place)
        guard range.count == bytes.count, let start = bytes.baseAddress else { return range.count == bytes.count }
        return names[range].withUnsafeBytes { name in
            name.baseAddress.map { memcmp($0, start, name.count) == 0 } ?? false
        }
    }

    private mutating func enter(_ place: UInt32, _ hash: Int) {
        var slot = hash & (table.count - 1)
        while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
        table[slot] = place + 1
        used += 1
    }

    /// Room for one more, a quarter of the table empty.
    private mutating func reserve() {
        guard (used + 1) * 4 > table.count * 3 else { return }
        var size = Self.smallest
        while (count + 1) * 2 > size { size *= 2 }
        let places = table.filter { $0 != 0 && $0 != Self.gone }.map { $0 - 1 }
        rebuild(places, size: size)
    }

    private mutating func rebuild(_ places: [UInt32], size: Int) {
        table = Array(repeating: 0, count: size)
        used = 0
        for place in places {
            let range = range(at: place)
            let hash = names.withUnsafeBufferPointer { self.hash(UnsafeBufferPointer(rebasing: $0[range])) }
            enter(place, hash)
        }
    }

    /// Takes the forgotten names out of `names`.
    private mutating func compact() {
        let old = table.filter { $0 != 0 && $0 != Self.gone }.map { $0 - 1 }.sorted()
        var kept: [UInt8] = []
        kept.reserveCapacity(names.count - waste)
        var new: [UInt32] = []
        new.reserveCapacity(old.count)
        for place in old {
            new.append(UInt32(kept.count))
            kept.append(contentsOf: names[Int(place)..<range(at: place).upperBound])
        }
        names = kept
        waste = 0
        rebuild(new, size: table.count)
        expiries.update { expiry in
            // Every name has one expiry, and the other way round.
            var (low, high) = (0, old.count)
            while low < high {
                let middle = (low + high) / 2
                if old[middle] < expiry.place { low = middle + 1 } else { high = middle }
            }
            expiry.place = new[low]
        }
    }
}
