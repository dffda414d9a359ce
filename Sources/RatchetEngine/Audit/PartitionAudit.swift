/// Checks the invariants of the runs of one partition, record by record.
///
/// Pure. The order of reading is what makes it sound, for runs that move meanwhile too: first the offsets that the group
/// has committed; then `checkpoints` up to where it ends at that moment; then, up to where they end after that,
/// everything else; then what has come to `checkpoints` meanwhile (`beginTail`). Each with committed data only, and
/// waiting for transactions that are open below the end. Whatever a transaction of the first reading wrote elsewhere
/// is then in the second, and whatever one of the second wrote to `checkpoints` is in the tail. A run without a record
/// in the tail stood still meanwhile: of it the topics are one picture.
///
/// Compaction leaves of a run's checkpoints its last ones, without holes: of what it has taken nothing is judged. Only a
/// reader that it overtakes sees a hole, which a second reading does not see: `AuditFindings.confirming`.
package struct PartitionAudit {
    let partition: Int32
    let rules: AuditRules
    /// The next offset that the group reads, by inbox; nil where it has committed none.
    package let committed: [Inbox: Int64]

    var runs: [String: AuditedRun] = [:]
    var findings = AuditFindings()
    private var inTail = false

    // What is judged in the end; see the files of each.
    var stepsOldest: Milliseconds?
    package var stepsStart: Int64 = 0
    var repeatedSteps: [RepeatedStep] = []
    var letters: [String: AuditedLetter] = [:]
    var triggers: [OpenTrigger] = []
    var outputs: [OutputTopicAudit]
    var rows: [MailKey: AuditedRow] = [:]
    /// Since 1970; in those an owner has written here.
    var ownerHours: Set<Int64> = []

    package init(partition: Int32, rules: AuditRules, committed: [Inbox: Int64]) {
        self.partition = partition
        self.rules = rules
        self.committed = committed
        outputs = rules.topics.outputs.map { _ in OutputTopicAudit() }
    }

    /// What follows has come to `checkpoints` since it was read.
    package mutating func beginTail() { inTail = true }

    package mutating func take(_ checkpoint: Checkpoint, at offset: Int64) {
        let jobId = checkpoint.run.jobId
        guard isHome(jobId, rules.topics.checkpoints, offset) else { return }
        let attempts = checkpoint.number.attempt > 1 ? rules.attempts[checkpoint.run.job] : nil
        let succession = Succession(attempts: attempts, pickupLimit: rules.pickupLimit)
        let fault = runs[jobId, default: AuditedRun()].advance(to: checkpoint, at: offset, inTail: inTail, succession)
        if checkpoint.number.attempt > 1, attempts == nil { runs[jobId]?.hasUnknownPolicy = true }
        if let fault { fail(fault.kind, rules.topics.checkpoints, offset, jobId, fault.message) }
        count(checkpoint.published, of: jobId, inTail: inTail)
        noteOwner(at: checkpoint.updated)
    }

    /// The tombstone of a run.
    package mutating func take(expiryOf jobId: String, at offset: Int64) {
        guard isHome(jobId, rules.topics.checkpoints, offset) else { return }
        if let mark = runs[jobId]?.mark, !mark.isOver {
            let message = "the checkpoint \(mark.words) is deleted before the run is over"
            fail(.forgotten, rules.topics.checkpoints, offset, jobId, message)
        }
        runs[jobId, default: AuditedRun()].expire(at: offset, inTail: inTail)
        forgetOutputs(of: jobId)
    }

    /// A record that cannot be read; newer versions cannot be judged.
    package mutating func take(
        unreadable place: RecordPlace,
        _ jobId: String?,
        _ message: String,
        isNewer: Bool
    ) {
        if place.topic == rules.topics.checkpoints, let jobId {
            runs[jobId, default: AuditedRun()].becomeUnreadable(at: place.offset, inTail: inTail)
        }
        if isNewer {
            if let jobId, place.topic == rules.topics.steps || place.topic == rules.topics.dead {
                runs[jobId, default: AuditedRun()].hasNewerRecords = true
            }
            findings.skip(.newerRecords)
        } else {
            findings.violations.append(Violation(.unreadable, at: place, of: jobId, message))
        }
    }

    /// Counts what cannot be judged.
    package mutating func skip(_ what: Unchecked) { findings.skip(what) }

    // MARK: Words

    mutating func fail(_ kind: Violation.Kind, _ topic: String, _ offset: Int64, _ jobId: String?, _ message: String) {
        let place = RecordPlace(topic, partition, offset)
        findings.violations.append(Violation(kind, at: place, of: jobId, message))
    }

    /// Whether a record lies where those of its run belong.
    mutating func isHome(_ jobId: String, _ topic: String, _ offset: Int64) -> Bool {
        let home = rules.partition(jobId)
        if home == partition { return true }
        fail(.wrongPartition, topic, offset, jobId, "the records of \(jobId) belong to partition \(home)")
        return false
    }
}
