import Dispatch
import Foundation
import RatchetThreads
import Synchronization
import Testing

@testable import RatchetEngine

@Suite(.timeLimit(.minutes(1)))
struct JobThreadsTests {
    /// Starts threads once it has refused to, some times.
    private final class Host: Sendable {
        let left: Mutex<Int>
        let words = Mutex(0)

        init(refusing count: Int) {
            left = Mutex(count)
        }

        func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Int32 {
            let isRefused = left.withLock { left in
                left -= 1
                return left >= 0
            }
            return isRefused ? EAGAIN : NamedThread.startIfPossible(name, body)
        }
    }

    /// More often than there may be threads: one that is refused takes no place.
    @Test func `a thread that is refused is asked for until it is there, and told of once`() async throws {
        let host = Host(refusing: 20)
        let threads = JobThreads(base: 2, most: 3, startExtra: host.start) {
            host.words.withLock { $0 += 1 }
        }
        let gate = DispatchSemaphore(value: 0)
        let blocked = (0..<2).map { _ in
            Task(executorPreference: threads) { gate.wait(timeout: .now() + 60) == .success }
        }
        await Task(executorPreference: threads) { for _ in blocked { gate.signal() } }.value
        for task in blocked { #expect(await task.value) }
        #expect(host.words.withLock(\.self) == 1)
        threads.close()
    }
}
