import Ratchet

/// A record of `steps`: which step is to be performed, and all it takes.
package struct StepRecord: Sendable {
    package let run: RunFacts
    package let number: StepNumber
    package let stateVersion: Int
    /// JSON; nil for step 0.
    package let state: [UInt8]?
    package let unknown: UnknownMembers

    package init(
        run: RunFacts,
        number: StepNumber,
        stateVersion: Int,
        state: [UInt8]?,
        unknown: UnknownMembers = UnknownMembers()
    ) {
        self.run = run
        self.number = number
        self.stateVersion = stateVersion
        self.state = state
        self.unknown = unknown
    }

    /// The first step of a new run.
    package init(start run: RunFacts) {
        self.init(run: run, number: StepNumber(seq: 0, attempt: 1), stateVersion: 1, state: nil)
    }
}
