import Dispatch
import Foundation
import RatchetThreads
import Synchronization

/// The threads that user code runs on, and nothing else: so that code that blocks starves neither the engine nor
/// Swift's cooperative pool.
///
/// Calls are performed by tasks that take one after another; what else runs here is what they and their child tasks go
/// on with after a wait. While something is to be done, a thread that one call has held for some milliseconds is made up
/// for by another: soon when the call waits for something, later when it computes, or would if there were a processor for
/// it, since another thread takes that from it only.
final class JobThreads: TaskExecutor {
    private struct State {
        var jobs = Deque<UnownedJob>()
        var calls = Deque<CallHost>()
        /// A task that will take a call is among the jobs.
        var isTaskDue = false
        var idle = 0
        var isWatched = false
        var isClosed = false
        /// By number; a place whose thread has ended is used again.
        var workers: [Worker] = []
        var count = 0

        var hasWork: Bool { !jobs.isEmpty || !calls.isEmpty }

        mutating func remove(_ worker: Int) {
            workers[worker].isThere = false
            count -= 1
        }
    }

    /// What a thread is at.
    private struct Worker {
        var isThere = true
        /// As the kernel calls it.
        var thread: pid_t = 0
        /// Counts what it has begun.
        var begun = 0
        var isBusy = false
        /// What it had begun when the watch last looked, and how often that was so already.
        var seen = -1
        var looks = 0
    }

    private let base: Int
    private let most: Int
    private let startExtra: @Sendable (String, @escaping @Sendable () -> Void) -> Int32
    private let onRefusal: @Sendable () -> Void
    private let state = Mutex(State())
    private let work = DispatchSemaphore(value: 0)
    private let watch = DispatchSemaphore(value: 0)

    /// How long a call may hold its thread before it counts as held, in milliseconds.
    private static let patience = 10
    /// How often as long it may if it does not sleep.
    private static let looksWhileAwake = 10
    /// Between two words about threads that are not to be had.
    private static let silence: Duration = .seconds(60)

    /// - Parameters:
    ///   - base: how many threads there always are; the process ends without them.
    ///   - most: how many there may be.
    ///   - startExtra: starts one of those beyond `base`; returns zero, or the error number.
    ///   - onRefusal: called when one of those is needed and not to be had, at most once a minute.
    init(
        base: Int = max(2, ProcessInfo.processInfo.activeProcessorCount),
        most: Int = 512,
        startExtra: @escaping @Sendable (String, @escaping @Sendable () -> Void) -> Int32 = NamedThread.startIfPossible,
        onRefusal: @escaping @Sendable () -> Void
    ) {
        self.base = base
        self.most = most
        self.startExtra = startExtra
        self.onRefusal = onRefusal
        for _ in 0..<base {
            let number = newWorker()
            NamedThread.start(Self.name(number)) { [self] in runWorker(number) }
        }
        NamedThread.start("ratchet-watch") { [self] in runWatch() }
    }

    func perform(_ calls: [CallHost]) {
        add(calls.count) { state in
            for call in calls { state.calls.append(call) }
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        add(1) { $0.jobs.append(job) }
    }

    private func add(_ count: Int, _ append: (inout sending State) -> Void) {
        let (workers, wakesWatch) = state.withLock { state in
            append(&state)
            let workers = min(count, state.idle)
            state.idle -= workers
            let wakesWatch = workers < count && !state.isWatched
            if wakesWatch { state.isWatched = true }
            return (workers, wakesWatch)
        }
        for _ in 0..<workers { work.signal() }
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

    // MARK: Tasks

    /// Begins a task that performs calls for as long as there is nothing else to do here.
    private func beginTask() {
        let task = StepTask()
        task.runs(
            as: Task(executorPreference: self) {
                self.state.withLock { $0.isTaskDue = false }
                while let call = self.nextCall(), await call.perform(in: task) {}
            }
        )
    }

    private func nextCall() -> CallHost? {
        let worker = ThreadNumber.current
        return state.withLock { state in
            guard state.jobs.isEmpty, let call = state.calls.popFirst() else { return nil }
            state.workers[worker].begun += 1
            return call
        }
    }

    // MARK: Threads

    private func newWorker() -> Int {
        state.withLock { state in
            state.count += 1
            if let free = state.workers.firstIndex(where: { !$0.isThere }) {
                state.workers[free] = Worker()
                return free
            }
            state.workers.append(Worker())
            return state.workers.count - 1
        }
    }

    private static func name(_ number: Int) -> String { "ratchet-job-\(number)" }

    /// One more than the first; false if it is not to be had now: what waits for it goes on waiting.
    private func addWorker() -> Bool {
        let number = newWorker()
        if startExtra(Self.name(number), { [self] in runWorker(number) }) == 0 { return true }
        state.withLock { $0.remove(number) }
        return false
    }

    private enum Next {
        case run(UnownedJob)
        case beginTask
        case wait
        case end
    }

    private func runWorker(_ number: Int) {
        ThreadNumber.current = number
        state.withLock { $0.workers[number].thread = ThreadState.current }
        while true {
            switch next(for: number) {
            case .run(let job): job.runSynchronously(on: asUnownedTaskExecutor())
            case .beginTask: beginTask()
            case .wait: work.wait()
            case .end: return
            }
        }
    }

    private func next(for number: Int) -> Next {
        state.withLock { state in
            if !state.calls.isEmpty, !state.isTaskDue {
                // Behind the jobs that wait: calls and they take turns.
                state.isTaskDue = true
                return .beginTask
            }
            if let job = state.jobs.popFirst() {
                state.workers[number].isBusy = true
                state.workers[number].begun += 1
                return .run(job)
            }
            state.workers[number].isBusy = false
            // A thread that was added for one that was held is not needed any more.
            if state.isClosed || state.count > base && state.idle >= base {
                state.remove(number)
                return .end
            }
            state.idle += 1
            return .wait
        }
    }

    /// Looks at the threads every few milliseconds for as long as something waits for one.
    private func runWatch() {
        var nextWord = ContinuousClock.now
        while true {
            watch.wait()
            while true {
                _ = watch.wait(timeout: .now() + .milliseconds(Self.patience))
                let sight = state.withLock { look(at: &$0) }
                if sight.isClosed { return }
                for _ in 0..<sight.missing(of: base) {
                    if addWorker() { continue }
                    if .now >= nextWord {
                        nextWord = .now + Self.silence
                        onRefusal()
                    }
                    break
                }
                if sight.isDone { break }
            }
        }
    }

    /// What the watch sees.
    private struct Sight {
        var isDone = false
        var isClosed = false
        /// How many threads there may be more.
        var room = 0
        var free = 0
        /// Threads that have been at the same for a while.
        var perhapsHeld: [pid_t] = []

        func missing(of base: Int) -> Int {
            var free = free
            for thread in perhapsHeld where free < base && !ThreadState.isAsleep(thread) { free += 1 }
            return max(0, min(base - free, room))
        }
    }

    private func look(at state: inout State) -> Sight {
        guard state.hasWork else {
            state.isWatched = false
            return Sight(isDone: true, isClosed: state.isClosed)
        }
        var sight = Sight(isClosed: state.isClosed, room: most - state.count)
        for number in state.workers.indices where state.workers[number].isThere {
            let worker = state.workers[number]
            let isMoving = !worker.isBusy || worker.seen != worker.begun
            state.workers[number].seen = worker.begun
            state.workers[number].looks = isMoving ? 0 : worker.looks + 1
            if isMoving {
                sight.free += 1
            } else if worker.looks < Self.looksWhileAwake {
                sight.perhapsHeld.append(worker.thread)
            }
        }
        return sight
    }
}
