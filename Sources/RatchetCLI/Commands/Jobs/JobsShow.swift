import Foundation
import RatchetEngine
import RatchetKafka

/// `jobs show`: all that is known of one run.
struct JobsShow: Command {
    static let configuration = CommandConfiguration(
        "show",
        abstract: "Shows everything about a run: parameters, state, errors."
    )

    @OptionGroup var shared = SharedOptions()

    @Argument("ID", help: "The run's jobId")
    var id

    func run(in session: Session) async throws {
        let settings = try session.settings(shared)
        let client = settings.client("ratchet-jobs", log: settings.logger("ratchet"))
        let found = try await blocking { [id] in
            let reader = try RunReader(
                configuration: client,
                prefix: settings.prefix,
                onStandstill: session.waits
            )
            var found = FoundRun()
            try reader.read([.checkpoints], keys: [id]) { found.apply($0) }
            // All letters: that of a trigger which was refused has another key.
            try reader.read([.dead]) { change in
                if change.isLetter(of: id) { found.apply(change) }
            }
            return found
        }
        for message in found.unreadable { session.warn(message) }
        guard found.checkpoint != nil || found.letter != nil else {
            throw CommandFailure(
                .failed,
                "there is no run '\(id)': no executor has taken its trigger yet, or its retention is over"
            )
        }
        let out = session.terminal.out
        guard !shared.json else {
            var object = found.checkpoint?.json(withContent: true) ?? JSONObject()
            if found.checkpoint == nil { object.add("jobId", id) }
            object.add("dead", found.letter?.json)
            return out.line(object.text)
        }
        let details = RunDetails(checkpoint: found.checkpoint, letter: found.letter, now: SystemClock.now.wall)
        for line in details.lines(for: out) { out.line(line) }
    }
}

/// What the topics hold of one run.
private struct FoundRun: Sendable {
    var checkpoint: Checkpoint?
    var letter: DeadLetter?
    var unreadable: [String] = []

    mutating func apply(_ change: RunChange) {
        switch change {
        case .checkpoint(let checkpoint): self.checkpoint = checkpoint
        case .expired: checkpoint = nil
        case .letter(let letter, _): self.letter = letter
        case .resolved: letter = nil
        case .unreadable(let place, let message): unreadable.append("\(place) cannot be read: \(message)")
        }
    }
}

extension RunChange {
    fileprivate func isLetter(of id: String) -> Bool {
        switch self {
        case .letter(.rejected(let rejection), let key): key == id || rejection.asks(for: id)
        case .letter(_, let key), .resolved(let key): key == id
        case .checkpoint, .expired, .unreadable: false
        }
    }
}

extension Rejection {
    /// Whether the record was a command for that jobId, or asked for it in any of the shapes of a trigger.
    fileprivate func asks(for id: String) -> Bool {
        struct Trigger: Decodable { let id: String? }
        if originalKey == id { return true }
        if headers.contains(where: { $0.name == "ce_id" && $0.value == Array(id.utf8) }) { return true }
        let trigger = bytes.flatMap { try? JSONDecoder().decode(Trigger.self, from: Data($0)) }
        return trigger?.id == id
    }
}
