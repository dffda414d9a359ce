/// Status, phase and times as readers see them: made from the standing here, where records are written and shown, and
/// turned back into it here, where they are read.
extension Checkpoint {
    /// OCP's states 0 to 5.
    package enum Status: String, Sendable, CaseIterable {
        case pending
        case scheduled
        case running
        case complete
        case error
        case terminated
    }

    /// Finer than the status.
    package enum Phase: String, Sendable, CaseIterable {
        case queued
        case sleeping
        case retrying
        case paused
        case blocked
        case interrupted
        case suspect
        case skipped
    }

    package var status: Status {
        switch standing {
        case .runnable: started == nil ? .pending : .running
        case .waiting: .scheduled
        case .over(let ending, _): Status(ending)
        }
    }

    package var phase: Phase? {
        if standing.isOver { return nil }
        if holds.contains(.paused) { return .paused }
        if holds.contains(.blocked) { return .blocked }
        if holds.contains(.queued) { return .queued }
        switch standing.wake?.reason {
        case .sleep: return .sleeping
        case .retry: return .retrying
        case nil: return isInterrupted ? .interrupted : pickups > 1 ? .suspect : nil
        }
    }

    /// When a run that waits goes on.
    package var due: Milliseconds? { standing.wake?.due }

    package var finished: Milliseconds? { if case .over(_, let time) = standing { time } else { nil } }

    /// Takes over what a record says of the run's standing.
    ///
    /// - Returns: false when this version cannot tell from it where the run stands.
    package mutating func stand(
        status: Status,
        phase: Phase? = nil,
        due: Milliseconds? = nil,
        finished: Milliseconds? = nil
    ) -> Bool {
        guard let standing = Standing(status, phase, due: due, finished: finished ?? updated) else { return false }
        self.standing = standing
        holds = Holds(phase)
        isInterrupted = phase == .interrupted
        return true
    }
}

extension CheckpointHead {
    /// Nil when this version cannot tell from what a record says where the run stands.
    package init?(
        number: StepNumber,
        status: Checkpoint.Status,
        phase: Checkpoint.Phase?,
        due: Milliseconds?,
        finished: Milliseconds
    ) {
        guard let standing = Standing(status, phase, due: due, finished: finished) else { return nil }
        self.init(number: number, standing: standing, holds: Holds(phase))
    }
}

extension Standing {
    fileprivate init?(
        _ status: Checkpoint.Status,
        _ phase: Checkpoint.Phase?,
        due: Milliseconds?,
        finished: Milliseconds
    ) {
        if let ending = Ending(status) {
            self = .over(ending, at: finished)
        } else if status == .scheduled, phase != .blocked {
            guard let due else { return nil }
            self = .waiting(for: Wake(due: due, reason: phase == .retrying ? .retry : .sleep))
        } else {
            self = .runnable
        }
    }
}

extension Checkpoint.Status {
    fileprivate init(_ ending: Ending) {
        self =
            switch ending {
            case .complete: .complete
            case .error: .error
            case .terminated: .terminated
            }
    }
}

extension Ending {
    fileprivate init?(_ status: Checkpoint.Status) {
        switch status {
        case .complete: self = .complete
        case .error: self = .error
        case .terminated: self = .terminated
        case .pending, .scheduled, .running: return nil
        }
    }
}

extension Holds {
    fileprivate init(_ phase: Checkpoint.Phase?) {
        self =
            switch phase {
            case .blocked: .blocked
            case .paused: .paused
            case .queued: .queued
            case .sleeping, .retrying, .interrupted, .suspect, .skipped, nil: []
            }
    }
}
