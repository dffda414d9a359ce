import Ratchet
import RatchetEngine

/// The fields of an envelope, each declared here and nowhere else, in the order in which they are written.
enum EnvelopeFields {
    /// What steps, checkpoints and dead letters of runs have in common.
    static func step<Coder: FieldCoder<EnvelopeDraft>>(
        of run: RunFacts,
        _ number: StepNumber,
        stateVersion: Int,
        _ coder: inout Coder
    ) throws(Coder.Failure) {
        try self.number(number, &coder)
        try coder.required("job", run.job) { $0.job = $1 }
        try coder.optional("tenant", run.tenant) { $0.tenant = $1 }
        try coder.required("split", from: 0, run.parameters.count) { $0.split = $1 }
        try coder.optional("sv", from: 1, stateVersion) { $0.checkpoint.stateVersion = $1 }
        try coder.optional("priority", from: 0, run.priority) { $0.priority = $1 }
        try coder.required("created", run.created) { $0.created = $1 }
        try coder.optional("scheduled", run.scheduled) { $0.scheduled = $1 }
        try coder.required("origin", run.origin) { $0.origin = $1 }
    }

    /// What checkpoints and dead letters of runs have beyond that.
    static func status<Coder: FieldCoder<EnvelopeDraft>>(
        of checkpoint: Checkpoint,
        _ coder: inout Coder
    ) throws(Coder.Failure) {
        try standing(of: checkpoint, &coder)
        try coder.optional("pickups", from: 0, checkpoint.pickups) { $0.checkpoint.pickups = $1 }
        try coder.optional("snoozes", from: 0, checkpoint.snoozes.unless(0)) { $0.checkpoint.snoozes = $1 }
        try coder.required("executor", checkpoint.executor) { $0.checkpoint.executor = $1 }
        try coder.optional("command", checkpoint.command) { $0.checkpoint.command = $1 }
        try coder.optional("progress", checkpoint.progress) { $0.checkpoint.progress = $1 }
        try coder.optional("published", checkpoint.published.unless(Published())) { $0.checkpoint.published = $1 }
        try coder.optional("error", checkpoint.error) { $0.checkpoint.error = $1 }
    }

    /// Which step a record is about.
    private static func number<Coder: FieldCoder>(
        _ number: StepNumber,
        _ coder: inout Coder
    ) throws(Coder.Failure) where Coder.Draft: HeadedDraft {
        try coder.required("v", WireVersion()) { _, _ in }
        try coder.required("seq", from: 0, number.seq) { $0.head.seq = $1 }
        try coder.required("attempt", from: 1, number.attempt) { $0.head.attempt = $1 }
    }

    /// Where a run stands, and since when.
    private static func standing<Coder: FieldCoder>(
        of checkpoint: Checkpoint,
        _ coder: inout Coder
    ) throws(Coder.Failure) where Coder.Draft: HeadedDraft {
        try coder.required("status", checkpoint.status) { $0.head.status = $1 }
        try coder.optional("phase", checkpoint.phase) { $0.head.phase = $1 }
        try coder.optional("due", checkpoint.due) { $0.head.due = $1 }
        try coder.optional("started", checkpoint.started) { $0.head.started = $1 }
        try coder.required("updated", checkpoint.updated) { $0.head.updated = $1 }
        try coder.optional("finished", checkpoint.finished) { $0.head.finished = $1 }
    }

    /// What of a checkpoint decides what becomes of its run.
    static func head<Coder: FieldCoder>(
        of checkpoint: Checkpoint,
        _ coder: inout Coder
    ) throws(Coder.Failure) where Coder.Draft: HeadedDraft {
        try number(checkpoint.number, &coder)
        try standing(of: checkpoint, &coder)
    }

    /// What a run's dead letter has beyond that.
    static func letter<Coder: FieldCoder<EnvelopeDraft>>(
        _ reason: DeadLetter.Reason,
        isFinal: Bool,
        _ coder: inout Coder
    ) throws(Coder.Failure) {
        try coder.optional("reason", reason) { $0.reason = $1 }
        try coder.optional("final", isFinal) { $0.isFinal = $1 }
    }

    /// What only the dead letters of refused records have, which are recognised by it: not written here, and not taken for
    /// unknown.
    static func reserved<Coder: FieldCoder<EnvelopeDraft>>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.optional("place", nil as String?) { _, _ in }
        try coder.optional("originalKey", nil as String?) { _, _ in }
        try coder.optional("noValue", nil as Bool?) { _, _ in }
    }

    /// Members that this program does not know.
    static func unknown<Coder: FieldCoder<EnvelopeDraft>>(
        _ members: UnknownMembers,
        _ coder: inout Coder
    ) throws(Coder.Failure) {
        try coder.unknown(members) { $0.checkpoint.unknown.add($1) }
    }
}

extension Equatable {
    /// Nil, which leaves a field out, in place of what goes without saying.
    fileprivate func unless(_ value: Self) -> Self? { self == value ? nil : self }
}
