import Foundation
import Synchronization

/// A running thread whose end can be waited for.
///
/// `@unchecked Sendable`: `Thread` is safe to compare from anywhere, and nothing here changes after `init`.
final class JoinableThread: @unchecked Sendable {
    private let thread: Thread
    private let ended = DispatchGroup()

    init(name: String, _ body: @escaping @Sendable () -> Void) {
        let ended = ended
        ended.enter()
        thread = Thread {
            // What `top` and debuggers show; Foundation's own name stays within the process.
            try? name.write(toFile: "/proc/thread-self/comm", atomically: false, encoding: .utf8)
            body()
            ended.leave()
        }
        thread.name = name
        thread.start()
    }

    /// Waits for the end of the thread; returns at once on the thread itself, which cannot wait for its own end.
    func join() {
        guard Thread.current !== thread else {
            return
        }
        ended.wait()
    }
}
