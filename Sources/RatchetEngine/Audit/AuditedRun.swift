/// What an audit keeps of one run.
struct AuditedRun {
    /// What its checkpoints say, as far as they were read.
    enum Knowledge {
        /// None was read.
        case unknown
        /// The last one was deleted when the run's retention was over.
        case expired
        /// The last one cannot be read.
        case unreadable
        case at(CheckpointMark)
    }

    private(set) var knowledge = Knowledge.unknown
    /// Of the last record that tells of the run.
    var offset: Int64 = -1
    private(set) var updated: Milliseconds = 0
    private(set) var created: Milliseconds = 0
    /// The step of its first checkpoint that was read; nil when that was the first of all.
    private(set) var firstRead: StepNumber?
    /// Earlier than which its step was not published; `min` when that is not known.
    private(set) var since = Milliseconds.min
    /// How often it has waited at a step that had been published: after each wait it may be published again.
    private(set) var waits: [StepNumber: Int] = [:]
    /// It was held at its step, which may make its publication needless.
    private(set) var wasHeld = false
    /// It came to its end and began anew under its name.
    private(set) var wasForgotten = false
    /// A checkpoint was read after `steps` was.
    private(set) var hasMoved = false
    var hasUnknownPolicy = false
    /// A newer program has written a step or a dead letter of it.
    var hasNewerRecords = false

    /// The furthest of its records in `steps`.
    var topStep: StepNumber?
    var topStepOffset: Int64 = -1

    var mark: CheckpointMark? {
        if case .at(let mark) = knowledge { mark } else { nil }
    }

    /// Nothing of its history was compacted away.
    var isWhole: Bool { firstRead == nil || firstRead == CheckpointMark.beginning.number }

    /// Of its own accord a run is without a checkpoint only before it is picked up.
    var isMissing: Bool {
        if case .unknown = knowledge { true } else { false }
    }

    /// By a program that cannot read its last checkpoint, or its first step.
    var isLeftAlone: Bool {
        switch knowledge {
        case .unreadable: true
        case .unknown: hasNewerRecords
        case .expired, .at: false
        }
    }

    mutating func advance(
        to checkpoint: Checkpoint,
        at offset: Int64,
        inTail: Bool,
        _ succession: Succession
    ) -> Succession.Fault? {
        let mark = CheckpointMark(checkpoint)
        var fault: Succession.Fault?
        switch knowledge {
        case .at(let last):
            fault = succession.fault(of: mark, after: last)
            if mark.number != last.number { turn(to: checkpoint.updated) }
        case .expired:
            fault = succession.fault(of: mark, after: nil)
            turn(to: checkpoint.run.created)
            firstRead = nil
            wasForgotten = true
        case .unknown, .unreadable:
            let isFirst = mark.number == CheckpointMark.beginning.number
            turn(to: isFirst ? checkpoint.run.created : .min)
            firstRead = mark.number
        }
        if mark.isHeld { wasHeld = true }
        if mark.isHeld || mark.wake?.reason == .sleep { waits[mark.number, default: 0] += 1 }
        knowledge = .at(mark)
        self.offset = offset
        updated = checkpoint.updated
        created = checkpoint.run.created
        hasMoved = hasMoved || inTail
        return fault
    }

    private mutating func turn(to time: Milliseconds) {
        since = time
        wasHeld = false
    }

    mutating func expire(at offset: Int64, inTail: Bool) {
        knowledge = .expired
        self.offset = offset
        hasMoved = hasMoved || inTail
    }

    mutating func becomeUnreadable(at offset: Int64, inTail: Bool) {
        knowledge = .unreadable
        self.offset = offset
        hasMoved = hasMoved || inTail
    }
}
