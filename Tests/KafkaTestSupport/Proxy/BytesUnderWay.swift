/// Bytes that were sent in one direction and have not arrived yet.
struct BytesUnderWay {
    typealias Instant = ContinuousClock.Instant

    private var chunks: [(sent: Instant, bytes: ArraySlice<UInt8>)] = []
    private var count = 0
    /// What may pass of those that have arrived, while there is a limit for it.
    private var allowance = 0.0
    private var allowanceAt: Instant?

    /// What a slow path holds before its sender has to wait, as kernels do.
    private static let capacity = 256 << 10
    /// A slow path lets pieces of this time through, not single bytes.
    private static let piece = 0.02

    var isEmpty: Bool { chunks.isEmpty }
    var isFull: Bool { count >= Self.capacity }

    mutating func send(_ bytes: ArraySlice<UInt8>, at now: Instant) {
        chunks.append((now, bytes))
        count += bytes.count
    }

    /// Gives what arrives by now to `take`, piece by piece, until it takes less than all of a piece.
    mutating func arrive(by now: Instant, on path: NetworkPath, take: (UnsafeRawBufferPointer) -> Int) {
        allow(until: now, on: path)
        while let first = chunks.first, !path.isSilent, first.sent + path.delay <= now {
            let most = path.bytesPerSecond == nil ? first.bytes.count : min(first.bytes.count, Int(allowance))
            guard most > 0 else { return }
            let taken = first.bytes.prefix(most).withUnsafeBytes(take)
            if path.bytesPerSecond != nil { allowance -= Double(taken) }
            count -= taken
            chunks[0].bytes = first.bytes.dropFirst(taken)
            if chunks[0].bytes.isEmpty { chunks.removeFirst() }
            guard taken == most else { return }
        }
    }

    /// When there is something to arrive; nil while nothing is under way, or it is held for an unknown time.
    func nextArrival(after now: Instant, on path: NetworkPath) -> Instant? {
        guard let first = chunks.first, !path.isSilent else { return nil }
        let due = max(first.sent + path.delay, now)
        guard let rate = path.bytesPerSecond, allowance < 1 else { return due }
        return max(due, now + .seconds(max(Self.piece, (1 - allowance) / Double(rate))))
    }

    private mutating func allow(until now: Instant, on path: NetworkPath) {
        guard let rate = path.bytesPerSecond else {
            allowanceAt = nil
            return
        }
        let passed = allowanceAt.map { $0.duration(to: now) / .seconds(1) } ?? 0
        allowanceAt = now
        // What was not used in time is lost: a path cannot catch up.
        allowance = min(allowance + passed * Double(rate), max(1, 2 * Self.piece * Double(rate)))
    }
}
