import Ratchet

/// Turns what happens to a run into what is written: the one place where checkpoints are made.
struct Settlement {
    let configuration: EngineConfiguration

    /// Nil when nothing is to be written: the step is repeated from its checkpoint.
    func apply(_ input: Input, to last: Checkpoint, rules: JobRules?, at now: Milliseconds) -> RunWrite? {
        switch input {
        case .handedOut(let publishes): handedOut(last, publishes: publishes, at: now)
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
        case .takenBack: takenBack(last, at: now)
        case .unknownJob:
            blocked(last, type: "UnknownJob", "This program has no job \(last.run.job). Deploy one that has.", at: now)
        case .delayed(let due): RunWrite(checkpoint: waiting(last, for: Wake(due: due, reason: .sleep), at: now))
        case .unwritable(let message, let isTooLarge):
            failed(
                last,
                isTooLarge ? .oversize : .failed,
                StepFailure(type: "Unwritable", message: message, decision: isTooLarge ? .never : .retry),
                rules: rules,
                at: now
            )
        case .command(let row): obeyed(row, last, at: now)
        }
    }

    private func handedOut(_ last: Checkpoint, publishes: Bool, at now: Milliseconds) -> RunWrite {
        var next = touched(last, at: now)
        next.standing = .runnable
        next.holds = []
        next.isInterrupted = false
        next.started = last.started ?? now
        next.pickups += 1
        return RunWrite(checkpoint: next, publishesStep: publishes)
    }

    private func takenBack(_ last: Checkpoint, at now: Milliseconds) -> RunWrite {
        var next = touched(last, at: now)
        next.pickups -= 1
        next.isInterrupted = true
        return RunWrite(checkpoint: next)
    }

    private func obeyed(_ row: MailRow, _ last: Checkpoint, at now: Milliseconds) -> RunWrite {
        let command = row.mail.command
        switch command.kind {
        case .terminate:
            var next = over(last, .terminated, at: now)
            next.command = Checkpoint.AppliedCommand(id: command.id, at: row.appended)
            let reason = command.reason ?? "by \(command.by)"
            next.error = Checkpoint.Failure(type: "Terminated", message: reason, seq: last.number.seq, at: now)
            return RunWrite(checkpoint: next, dead: last.isLetterOpen ? .resolved : .unchanged, settles: [row.mail.key])
        }
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
            next.state = state
            next.stateVersion = version
            return write(next, after: last, result, publishesStep: true)
        case .complete(let state, let version):
            var next = over(succeeded(last, result, at: now), .complete, at: now)
            next.state = state
            next.stateVersion = version
            return write(next, after: last, result, publishesStep: false)
        case .failed(let failure): return failed(last, .failed, failure, rules: rules, at: now)
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

    private func blocked(_ last: Checkpoint, type: String, _ message: String, at now: Milliseconds) -> RunWrite {
        var next = touched(last, at: now)
        // A blocked run has no due time: the executor that can run it starts it.
        next.standing = .runnable
        next.holds.insert(.blocked)
        next.pickups = 0
        next.error = Checkpoint.Failure(type: type, message: message, seq: last.number.seq, at: now)
        return RunWrite(checkpoint: next)
    }

    private func succeeded(_ last: Checkpoint, _ result: StepResult, at now: Milliseconds) -> Checkpoint {
        var next = touched(last, at: now)
        next.isInterrupted = false
        next.pickups = 0
        next.snoozes = 0
        next.error = nil
        if let progress = result.progress { next.progress = progress }
        next.published.add(result.staged.outputs)
        return next
    }

    func waiting(_ last: Checkpoint, for wake: Wake, at now: Milliseconds) -> Checkpoint {
        var next = touched(last, at: now)
        next.standing = .waiting(for: wake)
        next.pickups = 0
        return next
    }

    func over(_ last: Checkpoint, _ ending: Ending, at now: Milliseconds) -> Checkpoint {
        var next = touched(last, at: now)
        next.standing = .over(ending, at: now)
        next.holds = []
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
