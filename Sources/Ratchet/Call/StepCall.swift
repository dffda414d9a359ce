import Foundation

/// One call of user code, as the engine orders it.
package final class StepCall: Sendable {
    package let job: String
    /// The run whose step this is: the same through interruption and retry.
    package let jobId: String
    package let tenant: String?
    /// 0 calls `start`, everything later `perform`.
    package let seq: Int
    package let attempt: Int
    package let scheduledAt: Date
    /// JSON of the job's `Parameters`, defaults merged in when the run was created.
    package let parameters: [UInt8]
    /// JSON of the job's `State`; nil for step 0.
    package let state: [UInt8]?
    /// Version of the state type that wrote `state`.
    package let stateVersion: Int

    package init(
        job: String,
        jobId: String,
        tenant: String?,
        seq: Int,
        attempt: Int,
        scheduledAt: Date,
        parameters: [UInt8],
        state: [UInt8]?,
        stateVersion: Int
    ) {
        self.job = job
        self.jobId = jobId
        self.tenant = tenant
        self.seq = seq
        self.attempt = attempt
        self.scheduledAt = scheduledAt
        self.parameters = parameters
        self.state = state
        self.stateVersion = stateVersion
    }
}
