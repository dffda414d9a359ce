/// Writes that the broker refuses for now, whatever their runs do: to Ratchet's own topics, since this executor has lost a
/// right, say, or for the time of this machine's clock.
///
/// They are kept apart, so that others go on, and one after the other is tried again from time to time.
struct RefusedWrites {
    /// In the order in which they were first refused, which is that of their offsets.
    private(set) var writes: [PendingWrite] = []
    private(set) var bytes = 0
    /// Uptime from which the next is tried again.
    private(set) var due: Milliseconds = 0
    /// Index of the next write to try; while a try is in flight, where it goes back.
    private var next = 0
    /// The batch in flight holds one of them, and nothing else.
    private(set) var isTrying = false

    /// The one that is tried at the moment included.
    var count: Int { writes.count + (isTrying ? 1 : 0) }

    var isEmpty: Bool { writes.isEmpty }

    var runs: Set<Int> { Set(writes.lazy.compactMap(\.run)) }

    func isDue(at now: Moment) -> Bool { !writes.isEmpty && due <= now.uptime }

    /// One that was refused in a batch with others.
    mutating func add(_ write: PendingWrite, until due: Milliseconds) {
        if writes.isEmpty { self.due = due }
        writes.append(write)
        bytes += write.bytes
    }

    /// To be tried.
    mutating func takeNext() -> PendingWrite {
        isTrying = true
        if next >= writes.count { next = 0 }
        let write = writes.remove(at: next)
        bytes -= write.bytes
        return write
    }

    /// Whether the batch that has ended was a try.
    mutating func endTry() -> Bool {
        defer { isTrying = false }
        return isTrying
    }

    /// The one that was tried comes back to its place.
    ///
    /// - Parameters:
    ///   - write: as it is to be sent next.
    ///   - due: uptime from which the next is tried.
    ///   - isNext: it is to be tried before the others again.
    mutating func putBack(_ write: PendingWrite, until due: Milliseconds, isNext: Bool) {
        let place = min(next, writes.count)
        writes.insert(write, at: place)
        bytes += write.bytes
        next = isNext ? place : place + 1
        self.due = due
    }

    mutating func takeAll() -> [PendingWrite] {
        defer { self = RefusedWrites() }
        return writes
    }

    /// Each run has one write at most.
    mutating func withdraw(_ run: Int) {
        guard let place = writes.firstIndex(where: { $0.run == run }) else { return }
        bytes -= writes.remove(at: place).bytes
        if place < next { next -= 1 }
    }
}
