/// What the process ends with.
///
/// The numbers from 64 on are those of `sysexits.h`.
public enum ExitCode: Int32, Error, Sendable, CaseIterable {
    /// What was asked for is done.
    case ok = 0
    /// What was asked for has failed: the run ended in error, the topics differ, the audit found violations, there is no
    /// such run.
    case failed = 1
    /// Kafka cannot be reached, or refused.
    case kafka = 2
    /// The arguments make no sense.
    case usage = 64
    /// Ratchet or the program is at fault.
    case fault = 70
    /// The operating system refused a thread; also what `NamedThread` ends a process with.
    case system = 71
    /// What was waited for did not come within its time.
    case timedOut = 75
    /// The configuration makes no sense.
    case configuration = 78

    /// What it means, in words for `--help`.
    public var meaning: String {
        switch self {
        case .ok: "Done."
        case .failed:
            "What was asked for has failed: the run ended in error, topics differ, the audit found violations, there is "
                + "no such run."
        case .kafka: "Kafka cannot be reached, or refused."
        case .usage: "The arguments make no sense."
        case .fault: "Ratchet or the program is at fault."
        case .system: "The operating system refused a thread: too little memory, or too many threads."
        case .timedOut: "What was waited for did not come within its time; it may still come."
        case .configuration: "The configuration file or the environment makes no sense."
        }
    }

    static var documented: [(name: String, words: String)] {
        allCases.map { ("\($0.rawValue)", $0.meaning) }
    }
}
