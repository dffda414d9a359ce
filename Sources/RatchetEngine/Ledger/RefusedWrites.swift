/// Writes to Ratchet's own topics that the broker refuses, and not for their size: nothing that their runs do can change
/// that.
///
/// They are kept apart, so that others go on, and tried again one by one.
struct RefusedWrites {
    private(set) var writes: [PendingWrite] = []
    private(set) var bytes = 0
    /// Uptime from which the first is tried again.
    private(set) var due: Milliseconds = 0
    /// The batch in flight holds one of them, and nothing else.
    private(set) var isTrying = false

    /// Between two tries.
    static let rest: Milliseconds = 15_000

    /// The one that is tried at the moment included.
    var count: Int { writes.count + (isTrying ? 1 : 0) }

    var isEmpty: Bool { writes.isEmpty }

    func isDue(at now: Moment) -> Bool { !writes.isEmpty && due <= now.uptime }

    mutating func keep(_ write: PendingWrite, at now: Moment) {
        writes.append(write)
        bytes += write.bytes
        isTrying = false
        due = now.uptime + Self.rest
    }

    mutating func takeFirst() -> PendingWrite {
        isTrying = true
        let first = writes.removeFirst()
        bytes -= first.bytes
        return first
    }

    /// The one that was tried is committed: the next may be tried at once.
    mutating func accepted(at now: Moment) {
        isTrying = false
        due = now.uptime
    }

    mutating func withdraw(_ run: Int) {
        for write in writes where write.run == run { bytes -= write.bytes }
        writes.removeAll { $0.run == run }
    }

    mutating func removeAll() {
        writes = []
        bytes = 0
    }
}
