import Ratchet

@testable import RatchetEngine

extension RunFacts {
    static func of(
        _ jobId: String,
        job: String = "job",
        scheduled: Milliseconds = 0,
        origin: Origin = Origin(kind: .trigger, at: "triggers/0/0")
    ) -> RunFacts {
        RunFacts(
            jobId: jobId,
            job: job,
            tenant: nil,
            priority: 5,
            created: 0,
            scheduled: scheduled,
            origin: origin,
            traceparent: nil,
            parameters: []
        )
    }
}

extension Checkpoint {
    static func of(
        _ jobId: String,
        _ seq: Int,
        _ attempt: Int = 1,
        _ status: Status = .running,
        pickups: Int = 0,
        due: Milliseconds? = nil,
        phase: Phase? = nil,
        job: String = "job"
    ) -> Checkpoint {
        var checkpoint = Checkpoint(start: .of(jobId, job: job), at: 0, executor: "other")
        checkpoint.number = StepNumber(seq: seq, attempt: attempt)
        checkpoint.pickups = pickups
        checkpoint.started = status == .pending ? nil : 1
        precondition(checkpoint.stand(status: status, phase: phase, due: due))
        return checkpoint
    }
}

extension Mail {
    static func terminate(_ jobId: String, id: String = "c0") -> Mail {
        let command = Command(id: id, jobId: jobId, kind: .terminate, by: "test", sent: 0, reason: nil)
        return Mail(command, json: [], from: "commands/0/\(id)")
    }
}

extension Table {
    init(checkpoints: [Checkpoint] = [], mail: [MailRow] = [], mailEnd: Int64 = 0) {
        self.init()
        self.checkpoints = checkpoints
        self.mail = mail
        self.mailEnd = mailEnd
    }
}

struct KnownPayload: StepPayload {
    let record: StepRecord

    func decode() throws(UnreadableStep) -> StepRecord { record }
}

extension Arrival {
    static func step(_ jobId: String, _ seq: Int, _ attempt: Int = 1, at offset: Int64) -> Arrival {
        let number = StepNumber(seq: seq, attempt: attempt)
        let record = StepRecord(run: .of(jobId), number: number, stateVersion: 1, state: seq == 0 ? nil : [])
        return .step(StepArrival(offset: offset, jobId: jobId, number: number, payload: KnownPayload(record: record)))
    }

    static func start(
        _ jobId: String,
        at offset: Int64,
        job: String = "job",
        scheduled: Milliseconds = 0
    ) -> Arrival {
        let record = StepRecord(start: .of(jobId, job: job, scheduled: scheduled))
        return .step(
            StepArrival(offset: offset, jobId: jobId, number: record.number, payload: KnownPayload(record: record))
        )
    }

    /// A row of mail.
    static func terminate(_ jobId: String, at offset: Int64 = 0, id: String? = nil) -> Arrival {
        .mail(.row(MailRow(.terminate(jobId, id: id ?? "c\(offset)"), offset: offset, appended: 5)))
    }

    static func settled(_ mail: Mail) -> Arrival { .mail(.settled(mail.key, offset: 9)) }
}

extension StepResult.Verdict {
    static var next: StepResult.Verdict { .next(state: [], version: 1) }
    static var complete: StepResult.Verdict { .complete(state: nil, version: 1) }
    static func failed(_ decision: RetryPolicy.Decision = .retry) -> StepResult.Verdict {
        .failed(StepFailure(type: "Test", message: "on purpose", decision: decision))
    }
}

extension CommitMark {
    static func mine(_ counter: Int64) -> CommitMark { CommitMark(executor: "me", counter: counter) }
    static let others = CommitMark(executor: "other", counter: 1)
}
