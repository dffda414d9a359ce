/// A trigger that the group has read, and of which nothing was seen yet.
struct OpenTrigger {
    let place: RecordPlace
    /// Nil when the trigger cannot be read.
    let jobId: String?
}

/// Triggers, against the runs of this partition, wherever the trigger lies.
extension PartitionAudit {
    /// - Parameters:
    ///   - jobId: the run that it starts; nil when it cannot be read and must be refused.
    ///   - place: its record.
    ///   - time: when the broker appended it.
    ///   - next: the group's offset in the partition of the record.
    package mutating func take(trigger jobId: String?, at place: RecordPlace, time: Milliseconds, next: Int64?) {
        guard let next else { return }
        guard place.offset < next else {
            findings.waitingTriggers += 1
            return
        }
        if let jobId, runs[jobId] != nil { return }
        guard rules.now - time <= rules.lives.settledLetter else {
            findings.skip(.oldTriggers)
            return
        }
        triggers.append(OpenTrigger(place: place, jobId: jobId))
    }

    /// Those that started no run.
    mutating func takeOpenTriggers() -> [OpenTrigger] {
        defer { triggers = [] }
        return triggers.filter { trigger in trigger.jobId.map { runs[$0] == nil } ?? true }
    }

    /// A trigger of this partition that started no run was refused, or it is lost.
    mutating func judge(_ trigger: OpenTrigger) {
        guard letters[trigger.place.description] == nil else { return }
        let words = trigger.jobId == nil ? "a trigger that cannot be read" : "the trigger"
        fail(
            .triggerLost,
            trigger.place.topic,
            trigger.place.offset,
            trigger.jobId,
            "the group has read \(words), which started no run and was not refused"
        )
    }
}
