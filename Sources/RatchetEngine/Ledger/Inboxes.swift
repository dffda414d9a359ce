/// How far the inboxes of a partition are read, and how far they are done.
struct Inboxes {
    /// Next offset to be delivered, by inbox.
    private var positions: [Int64]
    /// Where `steps` ended when the partition was assigned: a live run whose record lies below shows up before it.
    private let stepsEnd: Int64
    /// Offsets of records that are not done, ascending; entries whose run has moved on are void.
    private var undone = Deque<(offset: Int64, run: Int)>()
    /// Length at which void entries are removed.
    private var undoneLimit = Self.undoneRoom
    private static let undoneRoom = 1_024
    /// The first record of a run that is left alone.
    private var left: Int64?
    /// What came of `steps`, from the first record that is ahead of its checkpoint while a batch is in flight.
    private(set) var held = Deque<Arrival>()

    init(_ committed: CommittedPositions, _ ends: LogEnds) {
        positions = Inbox.allCases.map { inbox in
            let start = ends.starts[inbox] ?? 0
            return max(committed.offsets[inbox] ?? start, start)
        }
        stepsEnd = ends.steps
    }

    subscript(inbox: Inbox) -> Int64 { positions[inbox.rawValue] }

    /// All that lay in `steps` when the partition was assigned has been delivered.
    var hasReadSteps: Bool { self[.steps] >= stepsEnd }

    mutating func advance(_ inbox: Inbox, to offset: Int64) {
        if offset > positions[inbox.rawValue] { positions[inbox.rawValue] = offset }
    }

    mutating func hold(_ arrival: Arrival) { held.append(arrival) }

    mutating func dropFirstHeld() { _ = held.popFirst() }

    // MARK: What is not done

    mutating func add(undone offset: Int64, of run: Int, _ runs: borrowing Runs) {
        undone.append((offset, run))
        guard undone.count > undoneLimit else { return }
        undone.removeAll { runs[$0.run].undone != $0.offset }
        undoneLimit = 2 * undone.count + Self.undoneRoom
    }

    /// The record stays where it is for the next lease.
    mutating func leave(_ offset: Int64) { left = min(left ?? offset, offset) }

    /// The first offset of `steps` that is not done once the batch in flight is committed; void entries before it are
    /// forgotten.
    mutating func firstUndone(_ runs: borrowing Runs) -> Int64? {
        while let first = undone.first, runs[first.run].undone != first.offset { _ = undone.popFirst() }
        let first = undone.first { runs[$0.run].undone == $0.offset && !runs[$0.run].isDoneNext }?.offset
        return [first, left].compactMap(\.self).min()
    }
}

extension RunEntry {
    /// The batch in flight holds the result of its step.
    fileprivate var isDoneNext: Bool { write == .inFlight && stage == .settled }
}
