#if os(Linux)
import Foundation
import RatchetThreads
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct ThreadStateTests {
    private final class Subject: Sendable {
        let thread = Atomic<pid_t>(0)
        let mayEnd = Atomic<Bool>(false)
        let gate = DispatchSemaphore(value: 0)
        let isOver = DispatchSemaphore(value: 0)
    }

    @Test func `a thread that waits is asleep, one that computes is not`() {
        let subject = Subject()
        NamedThread.start(") S (") {
            subject.thread.store(ThreadState.current, ordering: .releasing)
            subject.gate.wait()
            while !subject.mayEnd.load(ordering: .relaxed) {}
            subject.isOver.signal()
        }
        while subject.thread.load(ordering: .acquiring) == 0 { usleep(1_000) }
        let number = subject.thread.load(ordering: .acquiring)
        while !ThreadState.isAsleep(number) { usleep(1_000) }
        subject.gate.signal()
        while ThreadState.isAsleep(number) { usleep(1_000) }
        subject.mayEnd.store(true, ordering: .relaxed)
        subject.isOver.wait()
    }

    @Test func `one that is not there is taken for asleep`() {
        #expect(ThreadState.isAsleep(-1))
    }
}
#endif
