import Foundation
import Synchronization

/// A thread of its own that runs pieces of work one after another; for calls that block.
package final class SerialThread: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var isStopping = false
    }

    private let shared = Shared()
    private let thread: JoinableThread

    /// What the thread and its owner share; apart, so that the thread does not keep its owner.
    private final class Shared: Sendable {
        let state = Mutex(State())
        let arrived = DispatchSemaphore(value: 0)
    }

    /// Starts the thread; `idle` is called on it whenever nothing arrived for `idlePeriod`.
    package init(name: String, idlePeriod: Duration, idle: @escaping @Sendable () -> Void) {
        let shared = shared
        thread = JoinableThread(name: name) {
            while true {
                let result = shared.arrived.wait(timeout: .now() + idlePeriod / .seconds(1))
                let (work, isStopping) = shared.state.withLock { state in
                    let work = state.work
                    state.work.removeAll(keepingCapacity: true)
                    return (work, state.isStopping)
                }
                for item in work {
                    item()
                }
                if work.isEmpty, isStopping {
                    return
                }
                if result == .timedOut {
                    idle()
                }
            }
        }
    }

    /// False if the thread has been stopped: the work will never run.
    @discardableResult
    package func enqueue(_ work: @escaping @Sendable () -> Void) -> Bool {
        let accepted = shared.state.withLock { state in
            guard !state.isStopping else {
                return false
            }
            state.work.append(work)
            return true
        }
        if accepted {
            shared.arrived.signal()
        }
        return accepted
    }

    /// Lets what was enqueued run, then ends the thread and waits for its end (unless called on it).
    ///
    /// Idempotent.
    package func stop() {
        shared.state.withLock { $0.isStopping = true }
        shared.arrived.signal()
        thread.join()
    }

    deinit {
        stop()
    }
}
