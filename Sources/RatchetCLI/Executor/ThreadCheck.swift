import RatchetThreads

/// Whether this process may have the threads that an executor has.
///
/// One that is missing later ends the process (`NamedThread`), or goes unnoticed: librdkafka's, and those of Swift's pool.
enum ThreadCheck {
    /// Those of jobs, producers and readers, and of librdkafka with some brokers; more come with calls that block.
    private static let count = 64

    /// - Throws: `CommandFailure` that says what there is too little of.
    static func run() throws {
        let threads = ThreadProbe.start(count)
        guard let refusal = threads.refusal else { return }
        throw CommandFailure(
            .system,
            "only \(threads.started) threads can be started (\(refusal)), and an executor needs "
                + "\(count): raise the limits of this process on memory and threads (ulimit -v, ulimit -u)"
        )
    }
}
