import Ratchet

/// What steps get from the executor beside their own run.
package protocol StepServices: AnyObject, Sendable {
    /// Nil when there is none of that name.
    func secret(named name: String) async throws -> String?
    /// Shown soon, not committed.
    func report(_ progress: Ratchet.Progress, jobId: String, seq: Int)
    func log(_ level: LogLevel, _ message: String, metadata: [String: String], call: StepCall)
}
