/// What of a checkpoint decides what becomes of its run.
package struct CheckpointHead: Sendable, Equatable {
    package let number: StepNumber
    package let standing: Standing
    package let holds: Holds

    package init(number: StepNumber, standing: Standing, holds: Holds) {
        self.number = number
        self.standing = standing
        self.holds = holds
    }
}

extension Checkpoint {
    package var head: CheckpointHead { CheckpointHead(number: number, standing: standing, holds: holds) }
}
