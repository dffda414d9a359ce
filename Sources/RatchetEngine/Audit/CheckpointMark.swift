/// What the next checkpoint of a run is compared with.
package struct CheckpointMark: Sendable, Equatable {
    package let number: StepNumber
    package let standing: Standing
    let holds: Holds
    package let pickups: Int
    let isInterrupted: Bool
    /// As readers see it.
    package let words: String

    /// Of a run that has no checkpoint yet.
    static let beginning = CheckpointMark()

    private init() {
        number = StepNumber(seq: 0, attempt: 1)
        standing = .runnable
        holds = []
        pickups = 0
        isInterrupted = false
        words = "(0,1) \(Checkpoint.Status.pending.rawValue)"
    }

    package init(_ checkpoint: Checkpoint) {
        number = checkpoint.number
        standing = checkpoint.standing
        holds = checkpoint.holds
        pickups = checkpoint.pickups
        isInterrupted = checkpoint.isInterrupted
        words =
            "(\(number.seq),\(number.attempt)) \(checkpoint.status.rawValue)"
            + (checkpoint.phase.map { "/\($0.rawValue)" } ?? "")
    }

    package var isOver: Bool { standing.isOver }

    /// What it waits for, if nothing else holds it.
    var wake: Wake? { isHeld ? nil : standing.wake }

    /// Waits for something else than a time: a program that has its job, or a person.
    var isHeld: Bool { !holds.isEmpty }
}
