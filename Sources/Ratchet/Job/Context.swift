import Foundation

/// What user code sees of a run; its phase decides what it may do there.
///
/// It belongs to one call, and several tasks of the call may use it at once. Once the call has ended, nothing more is
/// sent: methods that can throw throw a ``RatchetError``, the others log a fault.
public struct Context<J: Job, Phase: Sendable>: Sendable {
    // References only: values of the job's types would cost a look-up of their layout in each call.
    let handle: CallHandle
    let given: Given<J>
    let phase: Phase

    init(_ handle: CallHandle, given: Given<J>, phase: Phase) {
        self.handle = handle
        self.given = given
        self.phase = phase
    }

    /// What the trigger gave, with the definition's defaults for what it left out.
    public var parameters: J.Parameters { given.parameters }

    /// The run's id: the same through interruption and retry.
    public var jobId: String { handle.call.jobId }

    /// The tenant that the run is for, if any.
    public var tenant: String? { handle.call.tenant }

    /// 1 at first, and one more after each failure.
    ///
    /// An interruption does not count.
    public var attempt: Int { handle.call.attempt }

    /// When the run was meant to start.
    public var scheduledAt: Date { Date(timeIntervalSince1970: Double(handle.call.run.scheduled) / 1000) }

    /// The time; virtual in tests.
    public var now: Date { handle.host.now }

    /// Writes to the run's activity.
    ///
    /// Lines carry `job.id`, `job.name`, `step.seq` and `tenant`; the executor decides which levels it keeps.
    public var logger: Logger {
        Logger(label: handle.call.job, level: .trace, metadata: handle.metadata, handler: RunLog(host: handle.host))
    }

    /// The secret of that name, as the executor knows it.
    ///
    /// Throws a ``RatchetError``, which is not retried, when no such secret exists, and what the store throws.
    public func secret(_ name: String) async throws -> Secret {
        try handle.checkOpen()
        guard let value = try await handle.host.secret(named: name) else {
            throw RatchetError(.secretMissing, "there is no secret '\(name)' for job '\(handle.call.job)' here")
        }
        return Secret(value)
    }
}
