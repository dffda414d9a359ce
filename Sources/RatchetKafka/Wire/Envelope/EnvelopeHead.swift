import RatchetEngine

/// What was read of an envelope that decides what becomes of its run.
struct EnvelopeHead {
    var seq = 0
    var attempt = 1
    var status = Checkpoint.Status.pending
    var phase: Checkpoint.Phase?
    var due: Milliseconds?
    var started: Milliseconds?
    var updated: Milliseconds = 0
    var finished: Milliseconds?

    var number: StepNumber { StepNumber(seq: seq, attempt: attempt) }
}

/// What an envelope is read into, whole or in part.
protocol HeadedDraft {
    var head: EnvelopeHead { get set }
}

extension EnvelopeHead: HeadedDraft {
    var head: EnvelopeHead {
        get { self }
        set { self = newValue }
    }
}
