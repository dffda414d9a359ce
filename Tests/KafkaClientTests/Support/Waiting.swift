import Foundation
import KafkaClient
import KafkaTestSupport
import Synchronization
import Testing

struct WaitedTooLong: Error, CustomStringConvertible {
    let description: String
}

/// A value that threads change and tests wait for.
final class Watched<Value: Sendable>: Sendable {
    private let condition = NSCondition()
    private let value: Mutex<Value>

    init(_ value: Value) {
        self.value = Mutex(value)
    }

    var current: Value {
        value.withLock { $0 }
    }

    func change(_ body: (inout Value) -> Void) {
        condition.lock()
        value.withLock { body(&$0) }
        condition.broadcast()
        condition.unlock()
    }

    @discardableResult
    func wait(_ what: String, until isDone: (Value) -> Bool) throws -> Value {
        let limit = Duration.patience
        let end = Date(timeIntervalSinceNow: TimeInterval(limit.components.seconds))
        condition.lock()
        defer { condition.unlock() }
        while true {
            let now = current
            if isDone(now) {
                return now
            }
            guard condition.wait(until: end) else {
                throw WaitedTooLong(description: "no \(what) within \(limit): \(now)")
            }
        }
    }
}

/// Runs blocking code on a thread of its own: Swift's pool has few, and tests share it.
func blocking<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withTaskExecutorPreference(ThreadPerJob()) {
        try body()
    }
}

/// A new thread for each job, so that what a test finds is still counted as this test's.
private final class ThreadPerJob: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
