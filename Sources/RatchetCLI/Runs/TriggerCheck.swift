import Foundation
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
        let known = jobs.first { $0.name == trigger.job }
        if let known {
            do {
                _ = try known.parameters(trigger.parameters)
            } catch {
                throw UsageError("the parameters do not suit \(trigger.job): \(error)")
            }
        } else if let bytes = trigger.parameters, !Self.isObject(bytes) {
            throw UsageError("--parameters must be a JSON object, such as '{\"a\": 1}'")
        }
        try trigger.check()
        return known != nil
    }

    /// For a job that this program does not have.
    func unknown(_ job: String) -> String {
        "this program has no job '\(job)'.\(UsageError.suggestion(for: job, among: jobs.map(\.name)))"
    }

    private static func isObject(_ bytes: [UInt8]) -> Bool {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) is [String: Any]
    }
}
