import Foundation
import RatchetEngine

/// All that is known of one run, for people.
struct RunDetails {
    let checkpoint: Checkpoint?
    let letter: DeadLetter?
    let now: Milliseconds

    func lines(for stream: TextStream) -> [String] {
        (facts + letterFacts).map { name, value, style in
            let words = style.map { stream.styled(value, $0) } ?? value
            return stream.styled(name.padding(to: 12), .faint) + words
        }
    }

    private typealias Fact = (name: String, value: String, style: TextStyle?)

    private var facts: [Fact] {
        guard let checkpoint else { return [] }
        let run = checkpoint.run
        let found: [(String, String?, TextStyle?)] = [
            ("job id", run.jobId, .bold),
            ("job", run.job, nil),
            ("tenant", run.tenant, nil),
            ("status", checkpoint.statusWords, checkpoint.style),
            ("step", "\(checkpoint.number.seq), attempt \(checkpoint.number.attempt)", nil),
            ("progress", checkpoint.progress.map { $0.words + ($0.note.map { note in ", \(note)" } ?? "") }, nil),
            ("published", checkpoint.published.words, nil),
            ("created", time(run.created), nil),
            ("scheduled", run.scheduled == run.created ? nil : time(run.scheduled), nil),
            ("started", checkpoint.started.map(time), nil),
            ("updated", time(checkpoint.updated), nil),
            ("finished", checkpoint.finished.map(time), nil),
            ("due", checkpoint.due.map(time), nil),
            ("error", checkpoint.error.map { "\($0.type) in step \($0.seq): \($0.message)" }, .bad),
            ("command", checkpoint.command.map { "\($0.id), \(time($0.at))" }, nil),
            ("executor", checkpoint.executor, nil),
            ("pick-ups", checkpoint.pickups == 0 ? nil : "\(checkpoint.pickups)", nil),
            ("priority", "\(run.priority)", nil),
            ("origin", "\(run.origin.kind.rawValue) \(run.origin.at)", nil),
            ("trace", run.traceparent, nil),
            ("parameters", String(decoding: run.parameters, as: UTF8.self), nil),
            ("state", checkpoint.state.map { String(decoding: $0, as: UTF8.self) }, nil),
        ]
        return found.compactMap { name, value, style in value.map { (name, $0, style) } }
    }

    private var letterFacts: [Fact] {
        switch letter {
        case nil: []
        case .run(let checkpoint, let reason, let isFinal):
            [
                (
                    "dead letter",
                    "\(reason.rawValue) at step \(checkpoint.number.seq), attempt \(checkpoint.number.attempt)"
                        + (isFinal ? ", given up" : ", its retry is due"),
                    .bad
                )
            ]
        case .rejected(let rejection):
            [
                ("dead letter", "\(rejection.reason.rawValue): \(rejection.message)", .bad),
                ("place", rejection.place, nil),
                ("at", time(rejection.at), nil),
                ("record", rejection.bytes.map { String(decoding: $0, as: UTF8.self) } ?? "nothing", nil),
            ]
        }
    }

    private func time(_ milliseconds: Milliseconds) -> String {
        "\(Time.text(milliseconds)) (\(Time.age(of: milliseconds, now: now)))"
    }
}
