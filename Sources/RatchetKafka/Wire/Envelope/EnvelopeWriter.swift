import Ratchet
import RatchetEngine

/// Writes the header `ratchet` and the value of a run's records.
///
/// All records of one `RunWrite` share the same value
/// bytes and trace context; only their headers differ.
package enum EnvelopeWriter {
    /// The value of a step, a checkpoint and a dead letter: `{"parameters":…,"state":…}`.
    package static func value(_ run: RunFacts, state: [UInt8]?, into writer: inout ByteWriter) {
        writer.append("{\"parameters\":" as StaticString)
        writer.append(run.parameters)
        if let state {
            writer.append(",\"state\":" as StaticString)
            writer.append(state)
        }
        writer.append(.closeBrace)
    }

    package static func step(_ step: StepRecord, into writer: inout ByteWriter) {
        facts(step.run, step.number, stateVersion: step.stateVersion, into: &writer)
        writer.append(.closeBrace)
    }

    /// The step that the checkpoint says is the next to perform.
    package static func step(nextAfter checkpoint: Checkpoint, into writer: inout ByteWriter) {
        facts(checkpoint.run, checkpoint.number, stateVersion: checkpoint.stateVersion, into: &writer)
        writer.append(.closeBrace)
    }

    package static func checkpoint(_ checkpoint: Checkpoint, into writer: inout ByteWriter) {
        facts(checkpoint.run, checkpoint.number, stateVersion: checkpoint.stateVersion, into: &writer)
        status(checkpoint, into: &writer)
        writer.append(.closeBrace)
    }

    /// The failed attempt of a run: its checkpoint, which step failed, and why it is dead.
    package static func deadLetter(
        _ checkpoint: Checkpoint,
        _ reason: DeadLetter.Reason,
        failed: StepNumber,
        isFinal: Bool,
        into writer: inout ByteWriter
    ) {
        facts(checkpoint.run, failed, stateVersion: checkpoint.stateVersion, into: &writer)
        status(checkpoint, into: &writer)
        writer.append(",\"reason\":\"" as StaticString)
        writer.append(reason.rawValue)
        writer.append("\",\"final\":" as StaticString)
        writer.append(isFinal)
        writer.append(.closeBrace)
    }

    private static func facts(
        _ run: RunFacts,
        _ number: StepNumber,
        stateVersion: Int,
        into writer: inout ByteWriter
    ) {
        writer.append("{\"v\":1,\"seq\":" as StaticString)
        writer.append(number.seq)
        writer.append(",\"attempt\":" as StaticString)
        writer.append(number.attempt)
        writer.append(",\"job\":" as StaticString)
        writer.append(quoted: run.job)
        if let tenant = run.tenant {
            writer.append(",\"tenant\":" as StaticString)
            writer.append(quoted: tenant)
        }
        writer.append(",\"split\":" as StaticString)
        writer.append(run.parameters.count)
        writer.append(",\"sv\":" as StaticString)
        writer.append(stateVersion)
        writer.append(",\"priority\":" as StaticString)
        writer.append(run.priority)
        writer.append(",\"created\":" as StaticString)
        writer.append(run.created)
        writer.append(",\"scheduled\":" as StaticString)
        writer.append(run.scheduled)
        writer.append(",\"origin\":{\"kind\":\"" as StaticString)
        writer.append(run.origin.kind.rawValue)
        writer.append("\",\"at\":" as StaticString)
        writer.append(quoted: run.origin.at)
        writer.append(.closeBrace)
    }

    private static func status(_ checkpoint: Checkpoint, into writer: inout ByteWriter) {
        writer.append(",\"status\":\"" as StaticString)
        writer.append(checkpoint.status.rawValue)
        writer.append(.quote)
        if let phase = checkpoint.phase {
            writer.append(",\"phase\":\"" as StaticString)
            writer.append(phase.rawValue)
            writer.append(.quote)
        }
        times(checkpoint, into: &writer)
        writer.append(",\"pickups\":" as StaticString)
        writer.append(checkpoint.pickups)
        if checkpoint.snoozes != 0 {
            writer.append(",\"snoozes\":" as StaticString)
            writer.append(checkpoint.snoozes)
        }
        writer.append(",\"executor\":" as StaticString)
        writer.append(quoted: checkpoint.executor)
        if let command = checkpoint.command {
            writer.append(",\"command\":{\"id\":" as StaticString)
            writer.append(quoted: command.id)
            writer.append(",\"at\":" as StaticString)
            writer.append(command.at)
            writer.append(.closeBrace)
        }
        if let progress = checkpoint.progress {
            writer.append(",\"progress\":" as StaticString)
            writer.append(progress)
        }
        if !checkpoint.published.isEmpty { published(checkpoint.published, into: &writer) }
        if let error = checkpoint.error { failure(error, into: &writer) }
    }

    private static func times(_ checkpoint: Checkpoint, into writer: inout ByteWriter) {
        if let due = checkpoint.due {
            writer.append(",\"due\":" as StaticString)
            writer.append(due)
        }
        if let started = checkpoint.started {
            writer.append(",\"started\":" as StaticString)
            writer.append(started)
        }
        writer.append(",\"updated\":" as StaticString)
        writer.append(checkpoint.updated)
        if let finished = checkpoint.finished {
            writer.append(",\"finished\":" as StaticString)
            writer.append(finished)
        }
    }

    private static func published(_ published: Published, into writer: inout ByteWriter) {
        for (index, topic) in published.counts.sorted(by: { $0.key < $1.key }).enumerated() {
            writer.append(index == 0 ? ",\"published\":{" as StaticString : "," as StaticString)
            writer.append(quoted: topic.key)
            writer.append(.colon)
            writer.append(topic.value)
        }
        writer.append(.closeBrace)
    }

    private static func failure(_ error: Checkpoint.Failure, into writer: inout ByteWriter) {
        writer.append(",\"error\":{\"type\":" as StaticString)
        writer.append(quoted: error.type)
        writer.append(",\"message\":" as StaticString)
        writer.append(quoted: error.message)
        writer.append(",\"seq\":" as StaticString)
        writer.append(error.seq)
        writer.append(",\"at\":" as StaticString)
        writer.append(error.at)
        writer.append(.closeBrace)
    }
}

extension ByteWriter {
    /// As `{"done":420,"total":1000,"note":"page 42"}`.
    mutating func append(_ progress: Progress) {
        append("{\"done\":" as StaticString)
        append(progress.done)
        if let total = progress.total {
            append(",\"total\":" as StaticString)
            append(total)
        }
        if let note = progress.note {
            append(",\"note\":" as StaticString)
            append(quoted: note)
        }
        append(.closeBrace)
    }
}
