import Ratchet

/// Turns what happened to a run into what is written: the one place where checkpoints are made.
struct Settlement {
    let configuration: EngineConfiguration

    /// Nil when nothing is to be written: the step is repeated from its checkpoint.
    func settle(_ last: Checkpoint, _ outcome: Outcome, rules: JobRules?, at now: Milliseconds) -> RunWrite? {
        switch outcome {
        case .returned(let result): returned(last, result, rules: rules, at: now)
        case .timedOut(let limit):
            failed(
                last,
                .timedOut,
                StepFailure(
                    type: "Deadline",
                    message: "The step took longer than its deadline of \(limit) ms. Do less in one step, or raise it.",
                    decision: .retry
                ),
                rules: rules,
                at: now
            )
        case .crashed:
            failed(
                last,
                .crashed,
                StepFailure(
                    type: "Crash",
                    message: "The step was handed out \(last.pickups) times and its executor ended each time.",
                    decision: .never
                ),
                rules: rules,
                at: now
            )
        case .unwritable(let message, let isTooLarge):
            failed(
                last,
                isTooLarge ? .oversize : .failed,
                StepFailure(type: "Unwritable", message: message, decision: isTooLarge ? .never : .retry),
                rules: rules,
                at: now
            )
        case .unknownJob:
            blocked(last, type: "UnknownJob", "This program has no job \(last.run.job). Deploy one that has.", at: now)
        case .delayed(let due): waiting(last, .sleeping, until: due, at: now)
        }
    }

    func pickUp(_ last: Checkpoint, publishes: Bool, at now: Milliseconds) -> RunWrite {
        var next = touched(last, at: now)
        next.status = .running
        next.phase = last.pickups > 0 ? .suspect : nil
        next.due = nil
        next.started = last.started ?? now
        next.pickups += 1
        return RunWrite(checkpoint: next, publishesStep: publishes)
    }

    /// The step goes on without a lease, or was never begun: its pick-up is not held against it.
    func takeBack(_ last: Checkpoint, at now: Milliseconds) -> RunWrite {
        var next = touched(last, at: now)
        next.pickups -= 1
        next.phase = .interrupted
        return RunWrite(checkpoint: next, publishesStep: false)
    }

    func terminate(
        _ last: Checkpoint,
        by command: Checkpoint.AppliedCommand,
        reason: String,
        at now: Milliseconds
    ) -> RunWrite {
        var next = over(last, .terminated, at: now)
        next.command = command
        next.error = Checkpoint.Failure(type: "Terminated", message: reason, seq: last.number.seq, at: now)
        return RunWrite(checkpoint: next, publishesStep: false, dead: last.isLetterOpen ? .resolved : .unchanged)
    }

    private func returned(
        _ last: Checkpoint,
        _ result: StepResult,
        rules: JobRules?,
        at now: Milliseconds
    ) -> RunWrite? {
        switch result.verdict {
        case .next(let state, let version):
            var next = succeeded(last, result, at: now)
            next.number = StepNumber(seq: last.number.seq + 1, attempt: last.number.attempt)
            next.status = .running
            next.state = state
            next.stateVersion = version
            return write(next, after: last, result, publishesStep: true)
        case .complete(let state, let version):
            var next = over(succeeded(last, result, at: now), .complete, at: now)
            next.state = state
            next.stateVersion = version
            return write(next, after: last, result, publishesStep: false)
        case .failed(let failure):
            return failed(last, .failed, failure, rules: rules, at: now)
        case .interrupted: return nil
        case .undecodable(let message): return blocked(last, type: "Undecodable", message, at: now)
        }
    }

    private func write(
        _ next: Checkpoint,
        after last: Checkpoint,
        _ result: StepResult,
        publishesStep: Bool
    ) -> RunWrite {
        RunWrite(
            checkpoint: next,
            publishesStep: publishesStep,
            dead: last.isLetterOpen ? .resolved : .unchanged,
            staged: result.staged
        )
    }

    private func failed(
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
            var next = waiting(last, .sleeping, until: now + time, at: now).checkpoint
            next.snoozes += 1
            return RunWrite(checkpoint: next, publishesStep: false)
        case .retry(let backoff):
            var next = waiting(last, .retrying, until: now + backoff, at: now).checkpoint
            next.error = error
            next.snoozes = 0
            if rules?.restartsFromStart == true {
                next.number = StepNumber(seq: last.number.seq + 1, attempt: last.number.attempt + 1)
                next.state = nil
            } else {
                next.number = StepNumber(seq: last.number.seq, attempt: last.number.attempt + 1)
            }
            return RunWrite(
                checkpoint: next,
                publishesStep: false,
                dead: .letter(reason, failed: last.number, final: false)
            )
        case .giveUp:
            var next = over(last, .error, at: now)
            next.error = error
            return RunWrite(
                checkpoint: next,
                publishesStep: false,
                dead: .letter(reason, failed: last.number, final: true)
            )
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

    private func waiting(
        _ last: Checkpoint,
        _ phase: Checkpoint.Phase,
        until due: Milliseconds,
        at now: Milliseconds
    ) -> RunWrite {
        var next = touched(last, at: now)
        next.status = .scheduled
        next.phase = phase
        next.due = due
        next.pickups = 0
        return RunWrite(checkpoint: next, publishesStep: false)
    }

    private func blocked(_ last: Checkpoint, type: String, _ message: String, at now: Milliseconds) -> RunWrite {
        var next = touched(last, at: now)
        next.phase = .blocked
        // Its time has come: whoever can run it waits for its record only, which a retry does not have yet.
        if next.status == .scheduled { next.status = .running }
        next.due = nil
        next.pickups = 0
        next.error = Checkpoint.Failure(type: type, message: message, seq: last.number.seq, at: now)
        return RunWrite(checkpoint: next, publishesStep: false)
    }

    private func succeeded(_ last: Checkpoint, _ result: StepResult, at now: Milliseconds) -> Checkpoint {
        var next = touched(last, at: now)
        next.phase = nil
        next.due = nil
        next.pickups = 0
        next.snoozes = 0
        next.error = nil
        if let progress = result.progress { next.progress = progress }
        next.published.add(result.staged.outputs)
        return next
    }

    private func over(_ last: Checkpoint, _ status: Checkpoint.Status, at now: Milliseconds) -> Checkpoint {
        var next = touched(last, at: now)
        next.status = status
        next.phase = nil
        next.due = nil
        next.finished = now
        next.pickups = 0
        return next
    }

    private func touched(_ last: Checkpoint, at now: Milliseconds) -> Checkpoint {
        var next = last
        next.updated = now
        next.executor = configuration.executor
        return next
    }
}

extension Duration {
    /// Rounded up, so that a wait is never shorter than asked for.
    package var milliseconds: Milliseconds {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return seconds < 0 ? 0 : Milliseconds.max / 4 }
        let part = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return min(whole + part, Milliseconds.max / 4)
    }
}
