import Ratchet

/// What becomes of a run whose step has failed: it is called again, waits for its retry, or ends in an error.
extension Settlement {
    func failed(
        _ last: Checkpoint,
        _ reason: DeadLetter.Reason,
        _ failure: StepFailure,
        rules: JobRules?,
        at now: Milliseconds
    ) -> RunWrite {
        let error = Checkpoint.Failure(
            type: failure.type,
            message: failure.message,
            seq: last.number.seq,
            at: now
        )
        switch next(after: failure.decision, attempt: last.number.attempt, snoozes: last.snoozes, rules: rules) {
        case .snooze(let time):
            var next = waiting(last, for: Wake(due: now + time, reason: .sleep), at: now)
            next.snoozes += 1
            return RunWrite(checkpoint: next)
        case .retry(let backoff):
            var next = waiting(last, for: Wake(due: now + backoff, reason: .retry), at: now)
            next.error = error
            next.snoozes = 0
            if rules?.restartsFromStart == true {
                next.number = StepNumber(seq: last.number.seq + 1, attempt: last.number.attempt + 1)
                next.state = nil
            } else {
                next.number = StepNumber(seq: last.number.seq, attempt: last.number.attempt + 1)
            }
            return RunWrite(checkpoint: next, dead: .letter(reason, failed: last.number, final: false))
        case .giveUp:
            var next = over(last, .error, at: now)
            next.error = error
            return RunWrite(checkpoint: next, dead: .letter(reason, failed: last.number, final: true))
        }
    }

    private enum AfterFailure {
        case retry(Milliseconds)
        case snooze(Milliseconds)
        case giveUp
    }

    private func next(
        after decision: RetryPolicy.Decision,
        attempt: Int,
        snoozes: Int,
        rules: JobRules?
    ) -> AfterFailure {
        let attempts = rules?.attempts ?? 1
        switch decision {
        case .snooze(let time) where snoozes < configuration.snoozeLimit: return .snooze(time.milliseconds)
        case .retryAfter(let time) where attempt < attempts: return .retry(time.milliseconds)
        case .retry where attempt < attempts, .snooze where attempt < attempts:
            return .retry(rules?.backoff(attempt) ?? 0)
        default: return .giveUp
        }
    }
}
