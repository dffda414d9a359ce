/// Name and policies of a job.
public struct JobDefinition<J: Job>: Sendable {
    package let name: String
    package let retry: RetryPolicy
    package let deadline: Duration
    package let priority: Int
    package let defaults: [String: JSONValue]

    /// Defines a job.
    ///
    /// ``Jobs`` checks the values when the job is registered.
    ///
    /// - Parameters:
    ///   - name: What triggers, stored runs and logs call the job: 1 to 64 of `A-Z a-z 0-9 . _ -`. It must stay the same
    ///     for as long as there are runs.
    ///   - retry: What follows a failed step; by default one retry, as in the Optimizely Connect Platform ("Failure
    ///     scenarios": retried once with the same job id).
    ///   - deadline: The time that one step may take, outside interruptible regions; past it the step has failed.
    ///   - priority: 0 to 9; among the steps that are ready, higher ones go first.
    ///   - defaults: Parameters that a trigger may leave out. Merged under the trigger's, by top-level name; initial
    ///     values in the `Parameters` type do not help, since `Codable` does not use them.
    public init(
        _ name: String,
        retry: RetryPolicy = .attempts(2),
        deadline: Duration = .seconds(60),
        priority: Int = 5,
        defaults: [String: JSONValue] = [:]
    ) {
        self.name = name
        self.retry = retry
        self.deadline = deadline
        self.priority = priority
        self.defaults = defaults
    }

    /// What is wrong with the definition, in words for its author; nil when nothing is.
    package var problem: String? {
        if !Self.isName(name) {
            return "a job's name is 1 to 64 of A-Z a-z 0-9 . _ -, but \(J.self) is named '\(name)'"
        }
        if retry.attempts < 1 { return "job '\(name)' has \(retry.attempts) attempts, but needs at least 1" }
        if deadline <= .zero { return "job '\(name)' has a deadline of \(deadline), but needs more than zero" }
        if !(0...9).contains(priority) { return "job '\(name)' has priority \(priority), but it goes from 0 to 9" }
        return nil
    }

    private static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count) && name.utf8.allSatisfy(\.isNameByte)
    }
}

extension UInt8 {
    /// Whether this is one of `A-Z a-z 0-9 . _ -`: what job names and Kafka's topic names are made of.
    var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
