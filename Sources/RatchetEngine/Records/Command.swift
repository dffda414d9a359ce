/// A record of `commands`: what somebody wants to be done with a run.
package struct Command: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case terminate
    }

    package let id: String
    package let jobId: String
    package let kind: Kind
    /// Who sent it: `cli:alice`.
    package let by: String
    package let sent: Milliseconds
    package let reason: String?

    package init(id: String, jobId: String, kind: Kind, by: String, sent: Milliseconds, reason: String?) {
        self.id = id
        self.jobId = jobId
        self.kind = kind
        self.by = by
        self.sent = sent
        self.reason = reason
    }
}
