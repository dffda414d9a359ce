import RatchetEngine

/// One partition of a topic: records with the state of their transactions, markers that take offsets, a last stable offset.
struct PartitionLog<Content> {
    enum State: Equatable {
        case committed
        case open(transaction: Int)
        case aborted
        /// A marker, or a record that compaction has removed.
        case hole
    }

    struct Entry {
        var content: Content?
        var state: State
        let appended: Milliseconds
    }

    private(set) var entries: [Entry] = []
    /// First offset that is still there.
    private(set) var start: Int64 = 0
    private var open: [(transaction: Int, first: Int64)] = []

    /// High watermark.
    var end: Int64 { Int64(entries.count) }

    /// Last stable offset: what readers of committed data see ends here.
    var stableEnd: Int64 { open.first?.first ?? end }

    subscript(offset: Int64) -> Entry { entries[Int(offset)] }

    mutating func append(_ content: Content, in transaction: Int?, at now: Milliseconds) {
        if let transaction, !open.contains(where: { $0.transaction == transaction }) { open.append((transaction, end)) }
        let state: State = transaction.map { .open(transaction: $0) } ?? .committed
        entries.append(Entry(content: content, state: state, appended: now))
    }

    /// Writes the marker of a transaction: its records are visible from now on, or never.
    mutating func mark(_ transaction: Int, committed: Bool, at now: Milliseconds) {
        guard let index = open.firstIndex(where: { $0.transaction == transaction }) else { return }
        for offset in Int(open[index].first)..<entries.count
        where entries[offset].state == .open(transaction: transaction) {
            entries[offset].state = committed ? .committed : .aborted
        }
        open.remove(at: index)
        entries.append(Entry(content: nil, state: .hole, appended: now))
    }

    mutating func truncate(before offset: Int64) { start = max(start, min(offset, end)) }

    /// Removes the records that later ones of the same key have replaced.
    mutating func compact<Key: Hashable>(by key: (Content) -> Key, before limit: Milliseconds) {
        var seen: Set<Key> = []
        for (offset, content, time) in visible(from: 0, upTo: stableEnd).reversed()
        where !seen.insert(key(content)).inserted && time < limit {
            entries[Int(offset)].state = .hole
            entries[Int(offset)].content = nil
        }
    }

    /// What a reader of committed data finds from an offset on, in order.
    func visible(from offset: Int64, upTo limit: Int64) -> [(offset: Int64, content: Content, appended: Milliseconds)] {
        let first = max(offset, start)
        let last = min(limit, end)
        guard first < last else { return [] }
        return (first..<last).compactMap { offset in
            let entry = entries[Int(offset)]
            guard entry.state == .committed, let content = entry.content else { return nil }
            return (offset, content, entry.appended)
        }
    }
}
