import Ratchet
import RatchetEngine

/// What one checkpoint may say after another.
extension Auditor {
    mutating func check(_ write: RunWrite, after last: Checkpoint?, disruptions: Int) {
        let next = write.checkpoint
        let from = last?.number ?? StepNumber(seq: 0, attempt: 1)
        let call = Call(jobId: next.run.jobId, number: from)
        let succession = Succession(attempts: rules[next.run.job]?.attempts, pickupLimit: pickupLimit)
        if let fault = succession.fault(of: CheckpointMark(next), after: last.map(CheckpointMark.init)) {
            fail("\(next.run.jobId)\(fault.message)")
            return
        }
        switch (next.number.seq - from.seq, next.number.attempt - from.attempt) {
        case (0, 0) where next.standing.ending == .complete: checkSuccess(write, of: call, endsRun: true)
        case (0, 0) where next.standing.ending == .error: checkEnd(write, of: call, disruptions: disruptions)
        case (0, 0): checkStandstill(write, after: last)
        case (1, 0): checkSuccess(write, of: call, endsRun: false)
        default: checkRetry(write, of: call, from: last?.state)
        }
        checkTimes(next, after: last)
    }

    /// What is committed is what a call has returned.
    private mutating func checkSuccess(_ write: RunWrite, of call: Call, endsRun: Bool) {
        let isKnown = (results[call] ?? []).contains { result in
            guard result.staged.outputs == write.staged.outputs else { return false }
            return switch result.verdict {
            case .next(let state, _): !endsRun && state == write.checkpoint.state
            case .complete(let state, _): endsRun && state == write.checkpoint.state
            case .failed, .interrupted, .undecodable: false
            }
        }
        if !isKnown { fail("\(name(write.checkpoint)) commits what no call has returned") }
        if !endsRun, !write.publishesStep { fail("\(name(write.checkpoint)) is not published") }
    }

    /// The run stays at its step: it is handed out, waits, is parked or ended.
    private mutating func checkStandstill(_ write: RunWrite, after last: Checkpoint?) {
        let next = write.checkpoint
        if !write.staged.isEmpty { fail("\(name(next)) publishes without a step that succeeded") }
        if next.state != last?.state { fail("\(name(next)) has another state without a step that succeeded") }
        if case .letter = write.dead { fail("\(name(next)) has a dead letter, and neither a retry nor an end") }
    }

    private mutating func checkRetry(_ write: RunWrite, of call: Call, from state: [UInt8]?) {
        let next = write.checkpoint
        guard let rules = rules[next.run.job] else { return }
        if (next.number.seq > call.number.seq) != rules.restartsFromStart {
            fail("\(name(next)) is retried from the wrong place")
        }
        if next.state != (rules.restartsFromStart ? nil : state) {
            fail("\(name(next)) is retried from the wrong state")
        }
        if next.standing.wake?.reason != .retry { fail("\(name(next)) is retried without a time") }
        if write.publishesStep { fail("\(name(next)) is published before its failure is committed") }
        guard case .letter(let reason, call.number, final: false) = write.dead else {
            fail("\(name(next)) is retried without a dead letter")
            return
        }
        checkFailure(of: call, reason, isFinal: false)
    }

    private mutating func checkEnd(_ write: RunWrite, of call: Call, disruptions: Int) {
        guard case .letter(let reason, call.number, final: true) = write.dead else {
            fail("\(name(write.checkpoint)) ends in an error without a dead letter")
            return
        }
        switch reason {
        case .crashed:
            if disruptions < pickupLimit {
                fail("\(name(write.checkpoint)) counts as crashed after \(disruptions) disruptions")
            }
        default: checkFailure(of: call, reason, isFinal: true)
        }
    }

    /// With others that come and go a write may be tried as often again before it is refused.
    private static let failureTries = 6

    private mutating func checkFailure(of call: Call, _ reason: DeadLetter.Reason, isFinal: Bool) {
        let name = "\(call.jobId)(\(call.number.seq),\(call.number.attempt))"
        switch reason {
        case .failed: break
        case .timedOut:
            if !overdueCalls.contains(call) { fail("\(name) counts as timed out, and had time") }
            return
        case .oversize:
            let isTooLarge = (results[call] ?? []).contains { $0.isTooLarge }
            if !isTooLarge { fail("\(name) counts as too large, and no call of it was") }
            return
        case .crashed, .undecodable, .unknownJob, .rejected, .unknownRun, .mailboxFull:
            fail("\(name) fails as \(reason)")
            return
        }
        let failures = (results[call] ?? []).compactMap { result -> RetryPolicy.Decision? in
            if case .failed(let failure) = result.verdict { return failure.decision }
            // Nobody can commit it, so it has failed.
            let isRefused = refusedCalls.contains(call) && !result.staged.isEmpty
            return isRefused || result.staged.outputs.contains { $0.topic == ScriptedJob.missingTopic } ? .retry : nil
        }
        if failures.isEmpty { fail("\(name) fails, and no call of it has") }
        if refusedFailures[call] ?? 0 >= Self.failureTries {
            fail("\(name) fails, though its failure was refused, too")
        }
        if !isFinal, failures.allSatisfy({ $0 == .never }) { fail("\(call.jobId) is retried, and must never be") }
    }
}
