import Ratchet
import RatchetEngine

/// Stands in for what a run keeps on an executor from one step to the next.
///
/// As a real session does, it is kept along steps that succeed, and dropped by any other end.
final class SimulatedSession: RunSession {
    let jobId: String
    /// The step that left something here, and the state that it returned.
    let kept: (number: StepNumber, state: [UInt8])?

    init(jobId: String, kept: (number: StepNumber, state: [UInt8])? = nil) {
        self.jobId = jobId
        self.kept = kept
    }

    /// What it is after a call.
    func after(_ call: StepCall, _ result: StepResult) -> SimulatedSession {
        guard case .next(let state, _) = result.verdict else { return SimulatedSession(jobId: jobId) }
        return SimulatedSession(jobId: jobId, kept: (StepNumber(seq: call.seq, attempt: call.attempt), state))
    }

    /// What is wrong with going on from here; nil when nothing is.
    func objection(to call: StepCall) -> String? {
        if jobId != call.jobId { return "\(call.jobId) is handed what \(jobId) keeps" }
        guard let kept else { return nil }
        if kept.number == StepNumber(seq: call.seq - 1, attempt: call.attempt), kept.state == call.state { return nil }
        return "\(jobId)(\(call.seq),\(call.attempt)) is handed what (\(kept.number.seq),\(kept.number.attempt)) kept"
    }

    /// In a simulation calls are decided by `SimulatedJob`.
    func step(_ call: StepCall, host: any StepHost) async -> StepResult { StepResult(verdict: .interrupted) }
}
