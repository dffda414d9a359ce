import Foundation
import Synchronization

/// A running thread whose end can be waited for.
package final class JoinableThread: Sendable {
    private let shared: Shared

    /// What the thread and its owner share; apart, so that the thread does not keep its owner.
    private final class Shared: Sendable {
        let id = Mutex<pthread_t?>(nil)
        let body: Mutex<(@Sendable () -> Void)?>
        let ended = DispatchGroup()

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = Mutex(body)
        }
    }

    /// Starts the thread, or ends the process: see `NamedThread.start`.
    package init(name: String, _ body: @escaping @Sendable () -> Void) {
        let shared = Shared(body)
        self.shared = shared
        shared.ended.enter()
        NamedThread.start(name) {
            shared.id.withLock { $0 = pthread_self() }
            // Taken, so that what it holds is released before the thread counts as ended.
            shared.body.withLock { $0.take() }?()
            shared.ended.leave()
        }
    }

    /// Waits for the end of the thread; returns at once on the thread itself, which cannot wait for its own end.
    package func join() {
        guard shared.id.withLock({ $0 != pthread_self() }) else {
            return
        }
        shared.ended.wait()
    }
}
