/// What one checkpoint of a run may say after another.
package struct Succession {
    package struct Fault: Equatable {
        package let kind: Violation.Kind
        /// What is wrong with the later checkpoint.
        package let message: String
    }

    /// Attempts that the job's policy has; nil when it is not known.
    package let attempts: Int?
    package let pickupLimit: Int

    package init(attempts: Int?, pickupLimit: Int) {
        self.attempts = attempts
        self.pickupLimit = pickupLimit
    }

    /// The first fault; `last` is nil for the first checkpoint of a run.
    package func fault(of next: CheckpointMark, after last: CheckpointMark?) -> Fault? {
        let last = last ?? .beginning
        func fault(_ kind: Violation.Kind, _ words: String) -> Fault { Fault(kind: kind, message: words) }
        if last.isOver { return fault(.afterEnd, "\(next.words) follows \(last.words), which is the end") }
        if next.pickups > pickupLimit || next.pickups < 0 {
            return fault(.tooManyPickups, "\(next.words) is handed out \(next.pickups) times")
        }
        switch (next.number.seq - last.number.seq, next.number.attempt - last.number.attempt) {
        case (0, 0) where next.standing.ending != .complete: return sameStep(next, last)
        case (0, 0), (1, 0):
            guard last.wake != nil || last.isHeld else { return nil }
            return fault(.notHandedOut, "\(next.words) follows \(last.words), which was not handed out")
        case (0, 1), (1, 1): return retry(next, last)
        case (let seq, let attempt) where seq < 0 || attempt < 0:
            return fault(.committedTwice, "\(next.words) follows \(last.words): an earlier step is committed again")
        default: return fault(.gap, "\(next.words) follows \(last.words): a checkpoint between them is missing")
        }
    }

    private func sameStep(_ next: CheckpointMark, _ last: CheckpointMark) -> Fault? {
        let isHandedOut = next.pickups == last.pickups + 1
        let isTakenBack = next.isInterrupted && next.pickups == last.pickups - 1
        guard next.standing == .runnable, !next.isHeld, !isHandedOut, !isTakenBack else { return nil }
        return Fault(
            kind: .committedTwice,
            message: "\(next.words) follows \(last.words): the step before it is committed again"
        )
    }

    private func retry(_ next: CheckpointMark, _ last: CheckpointMark) -> Fault? {
        if let attempts, next.number.attempt > attempts {
            return Fault(
                kind: .tooManyAttempts,
                message: "\(next.words) follows \(last.words): the job has \(attempts) attempts"
            )
        }
        guard next.wake?.reason != .retry else { return nil }
        return Fault(
            kind: .retriedAtOnce,
            message: "\(next.words) follows \(last.words): a retry waits for its time first"
        )
    }
}
