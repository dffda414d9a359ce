import RatchetThreads
import Synchronization

/// Calls a blocking call's `stop` once at most, and not after the call has returned.
final class BlockingStop: Sendable {
    private let stop: @Sendable () -> Void
    private let hasReturned = Mutex(false)

    init(_ stop: @escaping @Sendable () -> Void) {
        self.stop = stop
    }

    /// Calls `stop` on a thread of its own: a cancellation handler runs on the canceller's thread, which must not block.
    func begin() {
        NamedThread.start("ratchet-stop") {
            // Under the lock, so that what `stop` uses is not closed while it runs.
            self.hasReturned.withLock { hasReturned in
                if !hasReturned { self.stop() }
            }
        }
    }

    /// Waits for a `stop` that is running.
    func callReturned() {
        hasReturned.withLock { $0 = true }
    }
}
