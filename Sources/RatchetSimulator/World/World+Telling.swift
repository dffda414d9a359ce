import Ratchet
import RatchetEngine

/// Events and effects in words, for the trace.
extension World {
    func describe(_ event: EngineEvent) -> String {
        switch event {
        case .arrived(_, let partition, let arrivals):
            "arrived p\(partition): " + arrivals.map { describe($0) }.joined(separator: ", ")
        case .performed(let ticket, let result, _): "performed #\(ticket.serial) \(describe(result.verdict))"
        case .tableRead(let opening, let partition, let table):
            "table read p\(partition) (\(opening)): "
                + (table.checkpoints.map { describe($0) } + table.cold.map { "\($0.jobId) cold" }
                + table.finished.map { "\($0.jobId) over" } + table.unreadable.map { "\($0) unreadable" }
                + table.mail.map(\.mail.key.text)).joined(separator: ", ")
                + (table.mailEnd == nil ? ", and more" : "")
        case .committedRead(let purpose, let partition, let positions):
            "committed read p\(partition) \(describe(purpose)): steps \(positions.offsets[.steps] ?? -1), "
                + "commands \(positions.offsets[.commands] ?? -1), mark \(positions.mark?.metadata ?? "none")"
        case .endsRead(let opening, let partition, let ends):
            "ends read p\(partition) (\(opening)): steps \(ends.steps), checkpoints \(ends.checkpoints), mail \(ends.mail)"
        case .assigned(let lease, let partitions): "assigned \(partitions) as lease \(lease)"
        case .revoked(let partitions): "revoked \(partitions)"
        case .lost(let partitions): "lost \(partitions)"
        case .enteredRegion(let ticket): "#\(ticket.serial) may be cut"
        case .leftRegion(let ticket): "#\(ticket.serial) may not be cut any more"
        case .batchEnded(let batch, .committed, let places):
            "batch \(batch) committed" + places.map { ", \($0.jobId) at \($0.offset)" }.joined()
        case .batchEnded(let batch, .aborted(let reason), _): "batch \(batch) aborted: \(describe(reason))"
        case .batchEnded(let batch, .unknown, _): "batch \(batch) ended, nobody knows how"
        case .fetched(let opening, let partition, let found):
            "fetched p\(partition) (\(opening)): "
                + found.map { "\(describe($0.content))@\($0.offset)" }.joined(separator: ", ")
        case .tick: "tick"
        case .stop: "stop"
        case .left: "left the group"
        }
    }

    private func describe(_ purpose: ReadPurpose) -> String {
        switch purpose {
        case .opening(let opening): "(\(opening))"
        case .outcome(let batch): "for the outcome of batch \(batch)"
        }
    }

    private func describe(_ content: FetchedCheckpoint.Content) -> String {
        switch content {
        case .found(let checkpoint): describe(checkpoint)
        case .unreadable(let jobId): "\(jobId), unreadable"
        case .missing: "nothing"
        }
    }

    private func describe(_ reason: AbortReason) -> String {
        switch reason {
        case .fenced: "fenced"
        case .refused(let why, _): "refused, \(why)"
        case .transient(let why): why
        }
    }

    func describe(_ effect: EngineEffect) -> String {
        switch effect {
        case .log(.consume(let opening, let partition, let from, let mail)):
            "consume p\(partition) (\(opening)) from steps \(from[.steps] ?? -1), triggers \(from[.triggers] ?? -1), "
                + "commands \(from[.commands] ?? -1), mail \(mail)"
        case .log(.commit(let batch)): "commit \(describe(batch))"
        case .log(.readCommitted(.opening(let opening), let partition)): "read committed p\(partition) (\(opening))"
        case .log(.readCommitted(.outcome(let batch), let partition)):
            "read committed p\(partition), for the outcome of batch \(batch)"
        case .log(.readEnds(let opening, let partition)): "read ends p\(partition) (\(opening))"
        case .log(.readTable(let opening, let partition, let ends)):
            "read table p\(partition) (\(opening)) up to \(ends.checkpoints), mail up to \(ends.mail)"
        case .log(.fetch(let opening, let partition, let offsets)): "fetch p\(partition) (\(opening)): \(offsets)"
        case .log(.pause(let partition)): "pause p\(partition)"
        case .log(.resume(let partition)): "resume p\(partition)"
        case .log(.release(let partitions)): "release \(partitions)"
        case .log(.leave): "leave the group"
        case .perform(let order):
            "perform #\(order.ticket.serial) \(order.call.jobId)(\(order.call.seq),\(order.call.attempt))"
        case .cut(let ticket): "cut #\(ticket.serial)"
        case .cancel(let ticket): "cancel #\(ticket.serial)"
        case .report(let report):
            "report: \(report.message)"
                + report.metadata.sorted { $0.key < $1.key }.map { " \($0)=\($1.prefix(80))" }.joined()
        case .exhausted: "exhausted"
        case .stopped: "stopped"
        }
    }

    func describe(_ batch: Batch) -> String {
        let parts = batch.parts.map { part in
            "p\(part.partition)[" + part.entries.map { describe($0) }.joined(separator: ", ")
                + "] steps \(part.offsets[.steps] ?? -1) triggers \(part.offsets[.triggers] ?? -1) "
                + "commands \(part.offsets[.commands] ?? -1) mark \(part.mark.counter)"
        }
        return "\(batch.id) on \(batch.producer) under \(batch.lease): " + parts.joined(separator: "; ")
    }

    private func describe(_ entry: BatchEntry) -> String {
        switch entry {
        case .run(let write):
            describe(write.checkpoint) + (write.publishesStep ? "+step" : "")
                + write.settles.map { " and settle \($0.text)" }.joined()
        case .start(let run, let partition): "start \(run.jobId) in p\(partition)"
        case .reject(let rejection, let key): "reject \(rejection.key)" + (key.map { " and settle \($0.text)" } ?? "")
        case .post(let mail, let partition): "post \(mail.key.text) to p\(partition)"
        case .settle(let key): "settle \(key.text)"
        case .expire(let jobId): "expire \(jobId)"
        }
    }

    func describe(_ checkpoint: Checkpoint) -> String {
        "\(checkpoint.run.jobId)(\(checkpoint.number.seq),\(checkpoint.number.attempt)) \(checkpoint.status.rawValue)"
            + (checkpoint.phase.map { "/\($0.rawValue)" } ?? "")
            + (checkpoint.pickups > 0 ? " pickups \(checkpoint.pickups)" : "")
    }

    private func describe(_ arrival: Arrival) -> String {
        switch arrival {
        case .step(let step): "step \(step.jobId)(\(step.number.seq),\(step.number.attempt))@\(step.offset)"
        case .unreadable(let offset, _, _): "unreadable@\(offset)"
        case .trigger(let offset, .start(let run)): "trigger \(run.jobId)@\(offset)"
        case .trigger(let offset, .reject): "bad trigger@\(offset)"
        case .command(let offset, .post(let mail)): "\(mail.command.id)@\(offset)"
        case .command(let offset, .reject): "bad command@\(offset)"
        case .mail(.row(let row)): "mail \(row.mail.key.text)@\(row.offset)"
        case .mail(.settled(let key, _)): "null of \(key.text)"
        case .end(let inbox, let offset): "end of \(inbox)@\(offset)"
        }
    }

    private func describe(_ verdict: StepResult.Verdict) -> String {
        switch verdict {
        case .next(let state, _): "next \(String(decoding: state.prefix(40), as: UTF8.self))"
        case .complete: "complete"
        case .failed(let failure): "failed \(failure.message.prefix(40)), \(failure.decision)"
        case .interrupted: "interrupted"
        case .undecodable: "undecodable"
        }
    }
}
