import Dispatch
import Foundation
import RatchetThreads

/// Whether this process may have the threads that an executor has.
///
/// One that is missing later ends the process (`NamedThread`), or goes unnoticed: librdkafka's, and those of Swift's pool.
enum ThreadProbe {
    /// Those of jobs, producers and readers, and of librdkafka with some brokers; more come with calls that block.
    private static let count = 64

    /// - Throws: `CommandFailure` that says what there is too little of.
    static func check() throws {
        let gate = DispatchSemaphore(value: 0)
        let ended = DispatchGroup()
        var started = 0
        var failure: Int32 = 0
        while started < count, failure == 0 {
            ended.enter()
            failure = NamedThread.startIfPossible("ratchet-probe") {
                gate.wait()
                ended.leave()
            }
            if failure == 0 { started += 1 } else { ended.leave() }
        }
        for _ in 0..<started { gate.signal() }
        ended.wait()
        guard failure == 0 else {
            throw CommandFailure(
                .system,
                "only \(started) threads can be started (\(String(cString: strerror(failure)))), and an executor needs "
                    + "\(count): raise the limits of this process on memory and threads (ulimit -v, ulimit -u)"
            )
        }
    }
}
