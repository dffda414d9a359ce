import Ratchet
import RatchetKafka

/// Finds what is wrong with a trigger before it is sent.
struct TriggerCheck {
    /// Those of this program.
    let jobs: [RegisteredJob]

    /// Whether this program has the trigger's job.
    ///
    /// Throws a ``UsageError`` when the parameters are not what the job takes, and `TriggerSender.Refused` when every
    /// executor would refuse the trigger.
    func knowsJob(of trigger: TriggerSender.Trigger) throws -> Bool {
        let parameters = try trigger.check()
        guard let known = jobs.first(where: { $0.name == trigger.job }) else { return false }
        do {
            _ = try known.parameters(parameters)
        } catch {
            throw UsageError("\(error)")
        }
        return true
    }

    /// For a job that this program does not have.
    func unknown(_ job: String) -> String {
        "this program has no job '\(job)'.\(UsageError.suggestion(for: job, among: jobs.map(\.name)))"
    }
}
