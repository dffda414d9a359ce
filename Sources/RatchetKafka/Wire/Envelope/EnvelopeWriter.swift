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
        Fields.write(to: &writer) { fields in
            EnvelopeFields.step(of: step.run, step.number, stateVersion: step.stateVersion, &fields)
            EnvelopeFields.unknown(step.unknown, &fields)
        }
    }

    /// The step that the checkpoint says is the next to perform.
    package static func step(nextAfter checkpoint: Checkpoint, into writer: inout ByteWriter) {
        Fields.write(to: &writer) { fields in
            step(of: checkpoint, checkpoint.number, &fields)
            EnvelopeFields.unknown(checkpoint.unknown, &fields)
        }
    }

    package static func checkpoint(_ checkpoint: Checkpoint, into writer: inout ByteWriter) {
        Fields.write(to: &writer) { fields in
            step(of: checkpoint, checkpoint.number, &fields)
            EnvelopeFields.status(of: checkpoint, &fields)
            EnvelopeFields.unknown(checkpoint.unknown, &fields)
        }
    }

    /// The failed attempt of a run: its checkpoint, which step failed, and why it is dead.
    package static func deadLetter(
        _ checkpoint: Checkpoint,
        _ reason: DeadLetter.Reason,
        failed: StepNumber,
        isFinal: Bool,
        into writer: inout ByteWriter
    ) {
        Fields.write(to: &writer) { fields in
            step(of: checkpoint, failed, &fields)
            EnvelopeFields.status(of: checkpoint, &fields)
            EnvelopeFields.letter(reason, isFinal: isFinal, &fields)
            EnvelopeFields.unknown(checkpoint.unknown, &fields)
        }
    }

    private typealias Fields = FieldWriter<EnvelopeDraft>

    private static func step(of checkpoint: Checkpoint, _ number: StepNumber, _ fields: inout Fields) {
        EnvelopeFields.step(of: checkpoint.run, number, stateVersion: checkpoint.stateVersion, &fields)
    }
}
