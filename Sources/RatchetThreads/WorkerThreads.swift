import Foundation
import Synchronization

/// Some threads that share a queue: a piece of work that takes long holds up the others only when all of them have one.
///
/// For calls that block.
package final class WorkerThreads: Sendable {
    private let shared = Shared()
    private let threads: [JoinableThread]

    private struct State {
        var work: [@Sendable () -> Void] = []
        var isStopping = false
    }

    /// What the threads and their owner share; apart, so that the threads do not keep their owner.
    private final class Shared: Sendable {
        let state = Mutex(State())
        let arrived = DispatchSemaphore(value: 0)

        func work() {
            while true {
                arrived.wait()
                let (next, isStopping) = state.withLock { state in
                    (state.work.isEmpty ? nil : state.work.removeFirst(), state.isStopping)
                }
                next?()
                if next == nil, isStopping { return }
            }
        }
    }

    /// Starts the threads; a number goes behind the name of each.
    package init(_ count: Int, name: String) {
        threads = (0..<count).map { [shared] number in
            JoinableThread(name: "\(name)-\(number)") { shared.work() }
        }
    }

    /// False if they have been stopped: the work will never run.
    @discardableResult
    package func enqueue(_ work: @escaping @Sendable () -> Void) -> Bool {
        let isTaken = shared.state.withLock { state in
            guard !state.isStopping else { return false }
            state.work.append(work)
            return true
        }
        if isTaken { shared.arrived.signal() }
        return isTaken
    }

    /// Lets what was enqueued run, then ends the threads and waits for their end (unless called on one of them).
    ///
    /// Idempotent.
    package func stop() {
        let wasStopping = shared.state.withLock { state in
            defer { state.isStopping = true }
            return state.isStopping
        }
        if !wasStopping {
            for _ in threads { shared.arrived.signal() }
        }
        for thread in threads { thread.join() }
    }

    deinit {
        stop()
    }
}
