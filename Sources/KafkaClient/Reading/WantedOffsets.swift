/// How far a reading of single records of one partition has come.
///
/// Pure bookkeeping. The partition is read on from one wanted offset to the next where they lie near each other; else the
/// reading begins anew there.
struct WantedOffsets {
    private let offsets: [Int64]
    private let nearby: Int
    private let skippedLimit: Int
    /// Of the first offset that nothing is known of.
    private var index = 0
    /// Bytes that were read since the last wanted record, for nothing.
    private var skipped = 0

    /// What to do with a record, and after it.
    struct Step: Equatable {
        /// It is wanted.
        let takes: Bool
        /// The next one that is wanted lies far away: begin anew at `next`.
        let jumps: Bool
    }

    /// - Parameters:
    ///   - offsets: ascending.
    ///   - nearby: two offsets with no more than that between them are read in one go.
    ///   - skippedLimit: unless there are more bytes than that between them.
    init(_ offsets: [Int64], nearby: Int = 400, skippedLimit: Int = 256 << 10) {
        self.offsets = offsets
        self.nearby = nearby
        self.skippedLimit = skippedLimit
    }

    /// The first offset that nothing is known of; nil when all is known.
    var next: Int64? { index < offsets.count ? offsets[index] : nil }

    /// A record came.
    ///
    /// Records come in order: what lies before it and has not come is not there.
    mutating func accept(offset: Int64, bytes: Int) -> Step {
        reach(offset)
        let isWanted = next == offset
        if isWanted { index += 1 }
        skipped = isWanted ? 0 : skipped + bytes
        guard let next else { return Step(takes: isWanted, jumps: false) }
        let isFar = next - offset > nearby || (skipped > skippedLimit && next > offset + 1)
        if isFar { skipped = 0 }
        return Step(takes: isWanted, jumps: isFar)
    }

    /// There is nothing that can be read before `offset` and has not come.
    mutating func reach(_ offset: Int64) {
        while let next, next < offset { index += 1 }
    }
}
