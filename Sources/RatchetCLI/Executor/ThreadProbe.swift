import Dispatch
import Foundation

/// Whether this process may have the threads that an executor has.
///
/// One that is missing later ends the process (`NamedThread`), or goes unnoticed: librdkafka's, and those of Swift's pool.
enum ThreadProbe {
    /// Those of jobs, producers and readers, and of librdkafka with some brokers; more come with calls that block.
    private static let count = 64

    /// They are gone when it returns.
    ///
    /// - Throws: `CommandFailure` that says what there is too little of.
    static func check() throws {
        var threads: [pthread_t] = []
        let gate = DispatchSemaphore(value: 0)
        var failure: Int32 = 0
        while threads.count < count, failure == 0 {
            var thread = pthread_t()
            failure = pthread_create(
                &thread,
                nil,
                { gate in
                    guard let gate else { return nil }
                    free(realpath("/", nil))  // The C library reserves address space for each thread that allocates.
                    Unmanaged<DispatchSemaphore>.fromOpaque(gate).takeUnretainedValue().wait()
                    return nil
                },
                Unmanaged.passUnretained(gate).toOpaque()
            )
            if failure == 0 { threads.append(thread) }
        }
        withExtendedLifetime(gate) {
            for _ in threads { gate.signal() }
            for thread in threads { pthread_join(thread, nil) }
        }
        guard failure == 0 else {
            throw CommandFailure(
                .system,
                "only \(threads.count) threads can be started (\(String(cString: strerror(failure)))), and an executor needs "
                    + "\(count): raise the limits of this process on memory and threads (ulimit -v, ulimit -u)"
            )
        }
    }
}
