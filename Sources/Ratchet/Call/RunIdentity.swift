/// What user code may know of its run, and what never changes in its life: one object for all calls of the run.
package final class RunIdentity: Sendable {
    /// The same through interruption and retry.
    package let jobId: String
    package let job: String
    package let tenant: String?
    /// When the run was meant to start: milliseconds since 1970.
    package let scheduled: Int64
    /// JSON of the job's `Parameters`, defaults merged in when the run was created.
    package let parameters: [UInt8]

    package init(jobId: String, job: String, tenant: String?, scheduled: Int64, parameters: [UInt8]) {
        self.jobId = jobId
        self.job = job
        self.tenant = tenant
        self.scheduled = scheduled
        self.parameters = parameters
    }
}
