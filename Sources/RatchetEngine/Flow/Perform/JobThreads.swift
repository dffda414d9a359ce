import Dispatch
import Foundation
import Synchronization

/// The threads that user code runs on, and nothing else: so that code that blocks starves neither the engine nor
/// Swift's cooperative pool.
///
/// While steps wait, a thread that one job has held for some milliseconds is made up for by another.
final class JobThreads: TaskExecutor {
    private struct State {
        var queue = Deque<UnownedJob>()
        var idle = 0
        var isWatched = false
        var isClosed = false
        /// By number; a place whose thread has ended is used again.
        var workers: [Worker] = []
        var count = 0
    }

    /// What a thread is at.
    private struct Worker {
        var isThere = true
        var job = 0
        var isBusy = false
        /// The job it was at when the watch last looked.
        var seen = -1
    }

    private let base: Int
    private let most: Int
    private let state = Mutex(State())
    private let work = DispatchSemaphore(value: 0)
    private let watch = DispatchSemaphore(value: 0)

    /// How long a job may hold its thread before it counts as held.
    private static let patience = 10

    init(base: Int = max(2, ProcessInfo.processInfo.activeProcessorCount), most: Int = 512) {
        self.base = base
        self.most = most
        for _ in 0..<base { addWorker() }
        NamedThread.start("ratchet-watch") { [self] in runWatch() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (wakesWorker, wakesWatch) = state.withLock { state in
            state.queue.append(job)
            if state.idle > 0 {
                state.idle -= 1
                return (true, false)
            }
            defer { state.isWatched = true }
            return (false, !state.isWatched)
        }
        if wakesWorker { work.signal() }
        if wakesWatch { watch.signal() }
    }

    /// Threads end once they are idle.
    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = 0 }
            return state.idle
        }
        for _ in 0..<idle { work.signal() }
        watch.signal()
    }

    private func addWorker() {
        let number = state.withLock { state in
            state.count += 1
            if let free = state.workers.firstIndex(where: { !$0.isThere }) {
                state.workers[free] = Worker()
                return free
            }
            state.workers.append(Worker())
            return state.workers.count - 1
        }
        NamedThread.start("ratchet-job-\(number)") { [self] in runWorker(number) }
    }

    private enum Next {
        case run(UnownedJob)
        case wait
        case end
    }

    private func runWorker(_ number: Int) {
        while true {
            switch next(for: number) {
            case .run(let job): job.runSynchronously(on: asUnownedTaskExecutor())
            case .wait: work.wait()
            case .end: return
            }
        }
    }

    private func next(for number: Int) -> Next {
        state.withLock { state in
            if let job = state.queue.popFirst() {
                state.workers[number].isBusy = true
                state.workers[number].job += 1
                return .run(job)
            }
            state.workers[number].isBusy = false
            // A thread that was added for one that was held is not needed any more.
            if state.isClosed || state.count > base && state.idle >= base {
                state.workers[number].isThere = false
                state.count -= 1
                return .end
            }
            state.idle += 1
            return .wait
        }
    }

    /// Looks at the threads every few milliseconds for as long as steps wait.
    private func runWatch() {
        while true {
            watch.wait()
            while true {
                _ = watch.wait(timeout: .now() + .milliseconds(Self.patience))
                let (missing, isDone, isClosed) = state.withLock { look(at: &$0) }
                if isClosed { return }
                for _ in 0..<missing { addWorker() }
                if isDone { break }
            }
        }
    }

    private func look(at state: inout State) -> (missing: Int, isDone: Bool, isClosed: Bool) {
        guard !state.queue.isEmpty else {
            state.isWatched = false
            return (0, true, state.isClosed)
        }
        var free = 0
        for number in state.workers.indices where state.workers[number].isThere {
            let worker = state.workers[number]
            if !worker.isBusy || worker.seen != worker.job { free += 1 }
            state.workers[number].seen = worker.job
        }
        return (max(0, min(base - free, most - state.count)), false, state.isClosed)
    }
}
