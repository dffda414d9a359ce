import Ratchet
import RatchetEngine

/// What stands in for a job's code in a simulation: decides at once what a call does, and how long it takes to do it.
package protocol SimulatedJob: Sendable {
    var name: String { get }
    var rules: JobRules { get }
    /// Executors of an older program do not have it.
    var isNew: Bool { get }

    func perform(_ call: StepCall, in circumstances: Circumstances) -> SimulatedCall
}

/// What a call may depend on beside its run's state.
package struct Circumstances: Sendable {
    package let now: Milliseconds
    /// The executor runs the program of before the last deploy.
    package let isOldProgram: Bool
    /// How often calls of this run have killed their executor.
    package let kills: Int
}

/// What one call does.
package struct SimulatedCall: Sendable {
    package enum Ending: Sendable {
        case returns(StepResult)
        /// It never ends by itself, nor when it is told to.
        case hangs
        /// It takes its process down.
        case kills
    }

    package let duration: Milliseconds
    /// Spends its time in an interruptible region.
    package let isInterruptible: Bool
    package let ending: Ending

    package init(duration: Milliseconds, isInterruptible: Bool, ending: Ending) {
        self.duration = duration
        self.isInterruptible = isInterruptible
        self.ending = ending
    }
}
