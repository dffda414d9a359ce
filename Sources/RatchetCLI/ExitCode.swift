/// What the process ends with.
///
/// The numbers from 64 on are those of `sysexits.h`.
public enum ExitCode: Int32, Error, Sendable, CaseIterable {
    /// Done.
    case ok = 0
    /// The command failed: the run ended in error, topics differ, the audit found violations, or there is no such run.
    case failed = 1
    /// Kafka cannot be reached, or refused a request.
    case kafka = 2
    /// The arguments are wrong.
    case usage = 64
    /// An error in Ratchet or in the program.
    case fault = 70
    /// The operating system refused to start a thread; `NamedThread` ends a process with it too.
    case system = 71
    /// Standard output cannot be written.
    case unwritable = 74
    /// The time to wait is over; what was waited for may still come.
    case timedOut = 75
    /// The configuration file or an environment variable is wrong.
    case configuration = 78
    /// Whoever read standard output has closed it; what a shell makes of a program that SIGPIPE has ended.
    case readerGone = 141

    /// What it means, in words for `--help`.
    public var meaning: String {
        switch self {
        case .ok: "Done."
        case .failed:
            "The command failed: the run ended in error, topics differ, the audit found violations, or there is no such "
                + "run."
        case .kafka: "Kafka cannot be reached, or refused a request."
        case .usage: "The arguments are wrong, or they or a variable of the environment are not UTF-8."
        case .fault: "An error in Ratchet or in the program."
        case .system: "The operating system refused to start a thread: too little memory, or too many threads."
        case .unwritable: "Standard output cannot be written: it is closed, or its disk is full."
        case .timedOut: "The time to wait is over; what was waited for may still come."
        case .configuration: "The configuration file or an environment variable is wrong."
        case .readerGone: "Whoever read standard output has closed it, as head does; nothing is said."
        }
    }

    static var documented: [(name: String, words: String)] {
        allCases.map { ("\($0.rawValue)", $0.meaning) }
    }
}
