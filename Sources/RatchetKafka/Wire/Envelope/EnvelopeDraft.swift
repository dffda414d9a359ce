import RatchetEngine

/// What was read of an envelope.
struct EnvelopeDraft: HeadedDraft {
    var head = EnvelopeHead()
    var job = ""
    var tenant: String?
    var split = 0
    var priority = 5
    var created: Milliseconds = 0
    var scheduled: Milliseconds?
    var origin = Origin.blank
    /// Nobody's yet.
    var checkpoint = Checkpoint(start: .blank, at: 0, executor: "")
    var reason: DeadLetter.Reason?
    var isFinal: Bool?

    func run(key: [UInt8], traceparent: [UInt8]?, parameters: [UInt8]) throws(WireError) -> RunFacts {
        RunFacts(
            jobId: try EnvelopeReader.text(key, "the key"),
            job: job,
            tenant: tenant,
            priority: priority,
            created: created,
            scheduled: scheduled ?? created,
            origin: origin,
            traceparent: traceparent.flatMap(TraceParent.checked),
            parameters: parameters
        )
    }

    mutating func checkpoint(of run: RunFacts, state: [UInt8]?) throws(WireError) -> Checkpoint {
        checkpoint.run = run
        checkpoint.number = head.number
        checkpoint.state = state
        checkpoint.started = head.started
        checkpoint.updated = head.updated
        let isKnown = checkpoint.stand(
            status: head.status,
            phase: head.phase,
            due: head.due,
            finished: head.finished
        )
        guard isKnown else { throw .unknownWait }
        return checkpoint
    }
}

extension StepNumber {
    static let blank = StepNumber(seq: 0, attempt: 1)
}

extension RunFacts {
    /// Nobody's.
    static let blank = RunFacts(
        jobId: "",
        job: "",
        tenant: nil,
        priority: 0,
        created: 0,
        scheduled: 0,
        origin: .blank,
        traceparent: nil,
        parameters: []
    )
}

extension Checkpoint {
    static let blank = Checkpoint(start: .blank, at: 0, executor: "")
}
