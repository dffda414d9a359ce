import Ratchet
import RatchetEngine

extension VersionOne {
    static let failure = Checkpoint.Failure(
        type: "StoreError",
        message: "disk full",
        seq: 17,
        at: created + 90_000
    )
    static let command = Checkpoint.AppliedCommand(id: "c-7f3a", at: created + 95_000)

    /// As executors have written them.
    static let checkpoints: [String: Checkpoint] = [
        "pending": Checkpoint(start: run(), at: created, executor: "executor-7f3a"),
        "pending, nothing optional": Checkpoint(start: bareRun, at: created, executor: "e"),
        "pending, blocked": at(0, .pending, .blocked) {
            $0.error = Checkpoint.Failure(type: "UnknownJob", message: "no such job", seq: 0, at: created)
        },
        "scheduled, delayed": Checkpoint.sleeping(run(scheduled: created + 3_600_000)),
        "scheduled, snoozed": at(17, .scheduled, .sleeping, due: created + 200_000) { $0.snoozes = 3 },
        "scheduled, retrying": at(17, .scheduled, .retrying, due: created + 200_000, attempt: 2) { $0.error = failure },
        "running, picked up": at(0, .running) { checkpoint in
            checkpoint.started = created + 1_000
            checkpoint.pickups = 1
        },
        "running": at(17, .running),
        "running, suspect": at(17, .running, .suspect) { $0.pickups = 2 },
        "running, interrupted": at(17, .running, .interrupted),
        "running, blocked": at(17, .running, .blocked) {
            $0.error = Checkpoint.Failure(type: "Undecodable", message: "no `nextRow`", seq: 17, at: created)
        },
        "running a retry": at(17, .running, attempt: 2) { checkpoint in
            checkpoint.pickups = 1
            checkpoint.error = failure
        },
        "complete, its state kept": at(17, .complete, finished: created + 100_000),
        "complete": at(17, .complete, finished: created + 100_000) { $0.state = nil },
        "error": at(17, .error, finished: created + 100_000, attempt: 2) { $0.error = failure },
        "terminated": at(17, .terminated, finished: created + 100_000) { checkpoint in
            checkpoint.command = command
            checkpoint.error = Checkpoint.Failure(type: "Terminated", message: "wrong file", seq: 17, at: created)
        },
        "terminated before it began": .terminated(run()),
        "progress": at(3, .running) { $0.progress = Progress(done: 420, total: 1000, note: "page 42") },
        "progress of no end": at(3, .running) { $0.progress = Progress(done: -1, total: nil, note: nil) },
        "progress with an odd note": at(3, .running) { $0.progress = Progress(done: 1, total: nil, note: oddText) },
        "published": at(3, .running) { $0.published = Published(["weather": 26_115, "contacts": 3, "Ä\"\\": 1]) },
        "published to 32 topics": at(3, .running) { checkpoint in
            checkpoint.published = Published(
                Dictionary(uniqueKeysWithValues: (1...32).map { ("topic-\($0)", $0 * 1_000) })
            )
        },
        "an odd error": at(3, .running, .blocked) {
            $0.error = Checkpoint.Failure(type: oddText, message: oddText, seq: .max, at: .min)
        },
        "a long error": at(3, .running, .blocked) {
            $0.error = Checkpoint.Failure(
                type: "Long",
                message: String(repeating: "\u{1}", count: 4_096),
                seq: 3,
                at: created
            )
        },
        "odd": .odd,
    ]

    /// With words that version 1 has but that nobody has written yet.
    static let unwrittenCheckpoints: [String: Checkpoint] = [
        "pending, queued": at(0, .pending, .queued),
        "running, queued": at(17, .running, .queued),
        "scheduled, queued": at(17, .scheduled, .queued, due: created + 200_000),
        "pending, paused": at(0, .pending, .paused),
        "running, paused": at(17, .running, .paused),
        "scheduled, paused": at(17, .scheduled, .paused, due: created + 200_000),
        "terminated, skipped": at(0, .terminated, .skipped, finished: created + 100_000),
    ]

    /// A run that has come to `seq`.
    ///
    /// The one place that says where a run stands.
    fileprivate static func at(
        _ seq: Int,
        _ status: Checkpoint.Status,
        _ phase: Checkpoint.Phase? = nil,
        due: Milliseconds? = nil,
        finished: Milliseconds? = nil,
        attempt: Int = 1,
        run: RunFacts = run(),
        _ change: (inout Checkpoint) -> Void = { _ in }
    ) -> Checkpoint {
        var checkpoint = Checkpoint(start: run, at: created + 100_000, executor: "executor-7f3a")
        checkpoint.number = StepNumber(seq: seq, attempt: attempt)
        if seq > 0 {
            checkpoint.started = created + 1_000
            checkpoint.stateVersion = 2
            checkpoint.state = Array(#"{"importing":{"nextRow":4200}}"#.utf8)
        }
        let isKnown = checkpoint.stand(status: status, phase: phase, due: due, finished: finished)
        precondition(isKnown)
        change(&checkpoint)
        return checkpoint
    }
}

extension Checkpoint {
    fileprivate static func sleeping(_ run: RunFacts) -> Checkpoint {
        VersionOne.at(0, .scheduled, .sleeping, due: run.scheduled, run: run)
    }

    fileprivate static func terminated(_ run: RunFacts) -> Checkpoint {
        VersionOne.at(0, .terminated, finished: VersionOne.created + 100_000, run: run) { checkpoint in
            checkpoint.command = VersionOne.command
            checkpoint.error = Failure(type: "Terminated", message: "by cli:alice", seq: 0, at: VersionOne.created)
        }
    }

    fileprivate static var odd: Checkpoint {
        VersionOne.at(.max, .scheduled, .sleeping, due: .max, attempt: .max, run: VersionOne.oddRun) { checkpoint in
            checkpoint.started = -1
            checkpoint.updated = 0
            checkpoint.pickups = .max
            checkpoint.snoozes = .max
            checkpoint.executor = VersionOne.oddText
            checkpoint.command = AppliedCommand(id: VersionOne.oddText, at: .min)
            checkpoint.progress = Progress(done: .min, total: .max, note: "")
            checkpoint.published = Published([VersionOne.oddText: .max])
            checkpoint.error = Failure(type: "", message: "", seq: 0, at: 0)
            checkpoint.stateVersion = .max
            checkpoint.state = Array("[ ]".utf8)
        }
    }
}
