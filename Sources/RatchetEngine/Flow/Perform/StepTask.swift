import RatchetThreads
import Synchronization

/// A task of Swift's that performs steps one after another; it ends when one of them is cut or cancelled.
final class StepTask: Sendable {
    private struct State {
        var task: Task<Void, Never>?
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// The task may be cancelled before this says which it is.
    func runs(as task: Task<Void, Never>) {
        let isCancelled = state.withLock { state in
            state.task = task
            return state.isCancelled
        }
        if isCancelled { Self.cancel(task) }
    }

    func cancel() {
        let task = state.withLock { state in
            state.isCancelled = true
            return state.task
        }
        if let task { Self.cancel(task) }
    }

    /// Cancellation handlers are user code and run on the thread that cancels: never the engine's.
    private static func cancel(_ task: Task<Void, Never>) {
        NamedThread.start("ratchet-cancel") { task.cancel() }
    }
}
