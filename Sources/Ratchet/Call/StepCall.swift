/// One call of user code, as the engine orders it.
package final class StepCall: Sendable {
    package let run: RunIdentity
    /// 0 calls `start`, everything later `perform`.
    package let seq: Int
    package let attempt: Int
    /// JSON of the job's `State`; nil for step 0.
    package let state: [UInt8]?
    /// Version of the state type that wrote `state`.
    package let stateVersion: Int

    package init(_ run: RunIdentity, seq: Int, attempt: Int, state: [UInt8]?, stateVersion: Int) {
        self.run = run
        self.seq = seq
        self.attempt = attempt
        self.state = state
        self.stateVersion = stateVersion
    }

    package var job: String { run.job }
    package var jobId: String { run.jobId }
    package var tenant: String? { run.tenant }
    package var parameters: [UInt8] { run.parameters }
}
