import Ratchet

@testable import RatchetEngine

/// Topics written by hand, and their audit: everything lies in partition 0 of two, offsets count up by topic.
struct HandLog {
    static let topics = AuditRules.Topics(
        triggers: "t",
        steps: "s",
        checkpoints: "c",
        dead: "d",
        mail: "m",
        outputs: ["o"]
    )
    static let day: Milliseconds = 24 * 3_600_000
    static let now = 100 * day

    var audit: PartitionAudit
    private var neighbour: PartitionAudit
    private var next: [String: Int64] = [:]

    /// The group has read everything, unless it is said otherwise.
    init(committed: [Inbox: Int64] = [.steps: .max, .triggers: .max], doubles: Set<OutputDouble> = []) {
        let rules = AuditRules(
            topics: Self.topics,
            partition: { $0.hasPrefix("away") ? 1 : 0 },
            attempts: ["job": 2],
            pickupLimit: 3,
            now: Self.now,
            doubles: doubles
        )
        audit = PartitionAudit(partition: 0, rules: rules, committed: committed)
        neighbour = PartitionAudit(partition: 1, rules: rules, committed: committed)
    }

    private mutating func offset(in topic: String) -> Int64 {
        defer { next[topic, default: 0] += 1 }
        return next[topic, default: 0]
    }

    mutating func checkpoint(
        _ jobId: String,
        _ seq: Int,
        _ attempt: Int = 1,
        _ status: Checkpoint.Status = .running,
        pickups: Int = 0,
        due: Milliseconds? = nil,
        phase: Checkpoint.Phase? = nil,
        published: Int? = nil,
        job: String = "job",
        updated: Milliseconds = now
    ) {
        var checkpoint = Checkpoint(start: .of(jobId, job: job), at: updated, executor: "e")
        checkpoint.number = StepNumber(seq: seq, attempt: attempt)
        checkpoint.pickups = pickups
        checkpoint.started = status == .pending ? nil : 1
        precondition(checkpoint.stand(status: status, phase: phase, due: due))
        if let published { checkpoint.published = Published(["o": published]) }
        audit.take(checkpoint, at: offset(in: "c"))
    }

    mutating func expiry(_ jobId: String) { audit.take(expiryOf: jobId, at: offset(in: "c")) }

    mutating func step(_ jobId: String, _ seq: Int, _ attempt: Int = 1, time: Milliseconds = now) {
        let number = StepNumber(seq: seq, attempt: attempt)
        audit.take(step: number, of: jobId, at: offset(in: "s"), time: time)
    }

    mutating func letter(
        _ jobId: String,
        _ seq: Int,
        _ attempt: Int = 1,
        final: Bool,
        updated: Milliseconds = now
    ) {
        var checkpoint = Checkpoint.of(jobId, seq, attempt)
        checkpoint.updated = updated
        audit.take(.run(checkpoint, .failed, final: final), key: jobId, at: offset(in: "d"))
    }

    mutating func settle(_ key: String) { audit.take(nil, key: key, at: offset(in: "d")) }

    mutating func refuse(_ place: String) {
        let rejection = Rejection(
            key: place,
            reason: .rejected,
            message: "",
            place: place,
            at: 0,
            bytes: [],
            headers: []
        )
        audit.take(.rejected(rejection), key: place, at: offset(in: "d"))
    }

    mutating func trigger(_ jobId: String?, time: Milliseconds = now) {
        let place = RecordPlace("t", 0, offset(in: "t"))
        let next = audit.committed[.triggers]
        if let jobId, jobId.hasPrefix("away") {
            neighbour.take(trigger: jobId, at: place, time: time, next: next)
        } else {
            audit.take(trigger: jobId, at: place, time: time, next: next)
        }
    }

    mutating func mail(_ jobId: String, _ id: String = "c0", appended: Milliseconds = now) {
        let row = MailRow(.terminate(jobId, id: id), offset: offset(in: "m"), appended: appended)
        audit.take(mail: .row(row))
    }

    mutating func settleMail(_ jobId: String, _ id: String = "c0") {
        audit.take(mail: .settled(Mail.terminate(jobId, id: id).key, offset: offset(in: "m")))
    }

    /// An owner who writes once an hour, for a day.
    mutating func keepOwner(until end: Milliseconds) {
        for hours in (0..<24).reversed() { completeRun("at-\(hours)", updated: end - Milliseconds(hours) * 3_600_000) }
    }

    mutating func output(_ jobId: String, _ number: Int?, seq: Int, time: Milliseconds = now) {
        let origin = OutputOrigin(jobId: jobId, seq: seq, number: number)
        audit.take(output: origin, of: 0, at: RecordPlace("o", 0, offset(in: "o")), time: time)
    }

    /// A run with two steps that succeed and one record each, as an executor writes it.
    mutating func completeRun(_ jobId: String, published: Int? = nil, updated: Milliseconds = now) {
        checkpoint(jobId, 0, pickups: 1, updated: updated)
        checkpoint(jobId, 1, published: published.map { _ in 1 }, updated: updated)
        checkpoint(jobId, 1, 1, .complete, published: published, updated: updated)
        step(jobId, 0)
        step(jobId, 1)
    }

    func findings(outputsAreWhole: Bool = true) -> AuditFindings {
        var audits = [audit, neighbour]
        return AuditVerdict(hasWholeOutputs: [outputsAreWhole]).judge(&audits)
    }

    /// What was found, as `kind@place run`.
    func violations(outputsAreWhole: Bool = true) -> [String] {
        findings(outputsAreWhole: outputsAreWhole).violations.map(\.evidence)
    }
}

extension Violation {
    var evidence: String { "\(kind.rawValue)@\(place) \(jobId ?? "-")" }
}
