import Ratchet
import RatchetEngine

/// Runs that were over long before the schedule begins, so many and of so long names that what an owner keeps of them is
/// compacted when most of them are forgotten.
extension World {
    func recallPast() {
        guard plan.hasPast, let job = plan.jobs.first?.name else { return }
        for (number, jobId) in pastNames().enumerated() {
            // Two of three are forgotten in the course of the schedule, the others days later.
            let isNear = number % 3 > 0
            let rest = isNear ? moment() / 2_000 : Milliseconds(random.within(2...10)) * 86_400_000
            end(jobId, of: job, at: Plan.epoch + rest - Plan.retention)
            if !isNear, random.chance(0.2) {
                later(plan.horizon * 500 + moment() / 2) { [self] in sendTrigger(jobId, job, 0) }
            }
        }
    }

    /// All of one partition.
    private func pastNames() -> [String] {
        let tail = String(repeating: "-", count: 100)
        let names = (0...).lazy.map { "past\($0)" + tail }
        return Array(names.filter { [plan] in plan.partition(of: $0) == 0 }.prefix(100))
    }

    private func end(_ jobId: String, of job: String, at finished: Milliseconds) {
        let run = RunFacts(
            jobId: jobId,
            job: job,
            tenant: nil,
            priority: 0,
            created: finished,
            scheduled: finished,
            origin: Origin(kind: .trigger, at: "the past"),
            traceparent: nil,
            parameters: []
        )
        var checkpoint = Checkpoint(start: run, at: finished, executor: "past")
        checkpoint.standing = .over(.complete, at: finished)
        broker.checkpoints[0].append(
            Broker.CheckpointContent(jobId: jobId, checkpoint: checkpoint),
            in: nil,
            at: finished
        )
        auditor.runs[jobId] = Auditor.RunState(last: checkpoint)
    }
}
