/// What the next checkpoint of a run is compared with.
package struct CheckpointMark: Sendable, Equatable {
    package let number: StepNumber
    package let status: Checkpoint.Status
    package let phase: Checkpoint.Phase?
    package let pickups: Int
    package let due: Milliseconds?

    /// Of a run that has no checkpoint yet.
    static let beginning = CheckpointMark(
        number: StepNumber(seq: 0, attempt: 1),
        status: .pending,
        phase: nil,
        pickups: 0,
        due: nil
    )

    private init(
        number: StepNumber,
        status: Checkpoint.Status,
        phase: Checkpoint.Phase?,
        pickups: Int,
        due: Milliseconds?
    ) {
        self.number = number
        self.status = status
        self.phase = phase
        self.pickups = pickups
        self.due = due
    }

    package init(_ checkpoint: Checkpoint) {
        number = checkpoint.number
        status = checkpoint.status
        phase = checkpoint.phase
        pickups = checkpoint.pickups
        due = checkpoint.due
    }

    /// Has a time at which it goes on.
    var isWaiting: Bool { status == .scheduled && due != nil && !isParked }

    /// Waits for something else than a time: a program that has its job, or a person.
    var isParked: Bool {
        switch phase {
        case .blocked, .paused, .queued, .skipped: true
        case .sleeping, .retrying, .interrupted, .suspect, nil: false
        }
    }

    package var words: String {
        "(\(number.seq),\(number.attempt)) \(status.rawValue)" + (phase.map { "/\($0.rawValue)" } ?? "")
    }
}
