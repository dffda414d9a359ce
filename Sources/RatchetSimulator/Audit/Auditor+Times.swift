import Ratchet
import RatchetEngine

/// When things may happen, and where.
extension Auditor {
    /// Whoever writes has looked at its own clock.
    mutating func checkTimes(_ next: Checkpoint, after last: Checkpoint?) {
        guard next.pickups > last?.pickups ?? 0, !kinds.contains(.clockJump) else { return }
        if let due = last?.standing.wake?.due, next.updated < due {
            fail("\(name(next)) is handed out \(due - next.updated) ms before its time")
        }
        if next.run.isForLater, next.updated < next.run.scheduled {
            fail("\(name(next)) is handed out before it is wanted")
        }
    }

    /// A step is handed out by a commit, or continues one that its executor has committed.
    mutating func checkHandOut(of number: StepNumber, _ last: Checkpoint, to executor: String) {
        let step = "\(last.run.jobId)(\(number.seq),\(number.attempt))"
        if last.standing.isOver { fail("\(step) is performed after the end of its run") }
        guard number == last.number, last.pickups == 0 else { return }
        if last.executor != executor || last.standing.wake != nil || number.seq == 0 {
            fail("\(step) is performed without being handed out")
        }
    }

    mutating func overdue(_ call: StepCall) {
        overdueCalls.insert(Call(jobId: call.jobId, number: StepNumber(seq: call.seq, attempt: call.attempt)))
    }
}
