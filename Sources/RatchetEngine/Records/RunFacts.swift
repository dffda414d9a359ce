import Ratchet

/// What never changes in the life of a run.
///
/// One object shared by all records of the run.
package final class RunFacts: Sendable {
    /// As far as user code may know it.
    package let identity: RunIdentity
    /// 0 to 9, higher first.
    package let priority: Int
    /// When the trigger was accepted.
    package let created: Milliseconds
    package let origin: Origin
    /// W3C trace context of the trigger.
    package let traceparent: String?

    package init(
        jobId: String,
        job: String,
        tenant: String?,
        priority: Int,
        created: Milliseconds,
        scheduled: Milliseconds,
        origin: Origin,
        traceparent: String?,
        parameters: [UInt8]
    ) {
        identity = RunIdentity(jobId: jobId, job: job, tenant: tenant, scheduled: scheduled, parameters: parameters)
        self.priority = priority
        self.created = created
        self.origin = origin
        self.traceparent = traceparent
    }

    package var jobId: String { identity.jobId }
    package var job: String { identity.job }
    package var tenant: String? { identity.tenant }
    package var scheduled: Milliseconds { identity.scheduled }
    package var parameters: [UInt8] { identity.parameters }
}

/// Where a run came from.
package struct Origin: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case trigger
        case cron
        case cli
        case api
        case job
    }
    package var kind: Kind
    /// The record that started it, `ratchet.triggers/3/1042`, or the parent's jobId.
    package var at: String
    package var unknown = UnknownMembers()

    package init(kind: Kind, at: String) {
        self.kind = kind
        self.at = at
    }
}

extension RunFacts {
    /// A later time than that of its trigger was asked for: without one a run starts at once, whatever the executor's clock
    /// says.
    package var isForLater: Bool { scheduled > created }
}
