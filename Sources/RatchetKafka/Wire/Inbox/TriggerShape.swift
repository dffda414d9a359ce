import RatchetEngine

/// How a trigger is written, and what its fields are called there.
struct TriggerShape: Sendable {
    let job: StaticString
    let id: StaticString
    let parameters: StaticString
    let tenant: StaticString
    let notBefore: StaticString
    let priority: StaticString
    let isEvent: Bool

    static let plain = TriggerShape(
        job: "job",
        id: "id",
        parameters: "parameters",
        tenant: "tenant",
        notBefore: "notBefore",
        priority: "priority",
        isEvent: false
    )
    /// CloudEvents 1.0, attributes in headers.
    static let binary = TriggerShape(
        job: "ce_subject",
        id: "ce_id",
        parameters: "the value",
        tenant: "ce_tenant",
        notBefore: "ce_notbefore",
        priority: "ce_priority",
        isEvent: true
    )
    /// CloudEvents 1.0, all in one JSON object.
    static let structured = TriggerShape(
        job: "subject",
        id: "id",
        parameters: "data",
        tenant: "tenant",
        notBefore: "notbefore",
        priority: "priority",
        isEvent: true
    )
}
