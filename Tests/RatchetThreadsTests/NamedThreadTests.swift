import Foundation
import RatchetThreads
import Testing

@Suite struct NamedThreadTests {
    @Test func aThreadThatIsNotToBeHadEndsTheProcessWithAWord() async {
        let result = await #expect(
            processExitsWith: .exitCode(NamedThread.exitCode),
            observing: [\.standardErrorContent]
        ) {
            var none = rlimit(rlim_cur: 0, rlim_max: 0)
            setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &none)
            // The first may get the stack of one that has ended.
            for _ in 0..<1_000 { NamedThread.start("waits") { sleep(1_000) } }
        }
        let word = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(word.contains("the thread waits cannot be started (Resource temporarily unavailable): raise"))
    }

    @Test func aThreadJoinsOthersAndNotItself() {
        let gate = DispatchSemaphore(value: 0)
        let joined = DispatchSemaphore(value: 0)
        let thread = JoinableThread(name: "first") { gate.wait() }
        NamedThread.start("second") {
            thread.join()
            joined.signal()
        }
        #expect(joined.wait(timeout: .now() + 0.1) == .timedOut)
        gate.signal()
        joined.wait()
        thread.join()
    }

    @Test func aSerialThreadMayBeStoppedByItsOwnWork() {
        let done = DispatchSemaphore(value: 0)
        let thread = SerialThread(name: "serial", idlePeriod: .seconds(60), idle: {})
        thread.enqueue {
            thread.stop()
            done.signal()
        }
        done.wait()
        thread.stop()
        #expect(!thread.enqueue {})
    }
}
