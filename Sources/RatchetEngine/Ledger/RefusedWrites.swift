/// Writes to Ratchet's own topics that the broker refuses, since this executor has lost a right, say: nothing that their
/// runs do can change that.
///
/// They are kept apart, so that others go on, and one is tried again from time to time.
struct RefusedWrites {
    private(set) var writes: [PendingWrite] = []
    private(set) var bytes = 0
    /// Uptime from which the first is tried again.
    private(set) var due: Milliseconds = 0
    /// The batch in flight holds one of them, and nothing else.
    private(set) var isTrying = false

    /// The one that is tried at the moment included.
    var count: Int { writes.count + (isTrying ? 1 : 0) }

    var isEmpty: Bool { writes.isEmpty }

    func isDue(at now: Moment) -> Bool { !writes.isEmpty && due <= now.uptime }

    mutating func keep(_ write: PendingWrite, until due: Milliseconds) {
        writes.append(write)
        bytes += write.bytes
        self.due = due
    }

    /// The same, to be tried before the others.
    mutating func keepFirst(_ write: PendingWrite, until due: Milliseconds) {
        writes.insert(write, at: 0)
        bytes += write.bytes
        self.due = due
    }

    /// To be tried.
    mutating func takeFirst() -> PendingWrite {
        isTrying = true
        let first = writes.removeFirst()
        bytes -= first.bytes
        return first
    }

    /// Whether the batch that has ended was a try.
    mutating func endTry() -> Bool {
        defer { isTrying = false }
        return isTrying
    }

    mutating func takeAll() -> [PendingWrite] {
        defer {
            writes = []
            bytes = 0
        }
        return writes
    }

    mutating func withdraw(_ run: Int) {
        for write in writes where write.run == run { bytes -= write.bytes }
        writes.removeAll { $0.run == run }
    }
}
