import Foundation
import RatchetThreads
import Synchronization
import Testing

@Suite struct WorkerThreadsTests {
    @Test func workThatTakesLongHoldsUpNoOther() {
        let threads = WorkerThreads(2, name: "work")
        let gate = DispatchSemaphore(value: 0)
        let done = DispatchSemaphore(value: 0)
        threads.enqueue { gate.wait() }
        for _ in 0..<10 { threads.enqueue { done.signal() } }
        for _ in 0..<10 { done.wait() }
        gate.signal()
        threads.stop()
    }

    @Test func stoppingLetsRunWhatWasEnqueued() {
        let threads = WorkerThreads(3, name: "work")
        let count = Atomic<Int>(0)
        for _ in 0..<100 { threads.enqueue { count.add(1, ordering: .relaxed) } }
        threads.stop()
        #expect(count.load(ordering: .relaxed) == 100)
        #expect(!threads.enqueue {})
        threads.stop()
    }

    @Test func theyMayBeStoppedByTheirOwnWork() {
        let done = DispatchSemaphore(value: 0)
        let threads = WorkerThreads(2, name: "work")
        threads.enqueue {
            threads.stop()
            done.signal()
        }
        done.wait()
        threads.stop()
    }
}
