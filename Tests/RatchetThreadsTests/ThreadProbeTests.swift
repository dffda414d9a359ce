import Foundation
import RatchetThreads
import Testing

@Suite struct ThreadProbeTests {
    @Test func threadsThatMayBeHadAreAllStarted() {
        let threads = ThreadProbe.start(8)
        #expect(threads.started == 8 && threads.refusal == nil)
    }

    @Test func theFirstThatIsRefusedIsTold() async {
        await #expect(processExitsWith: .success) {
            var none = rlimit(rlim_cur: 0, rlim_max: 0)
            setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &none)
            // The first may get the stack of one that has ended.
            let threads = ThreadProbe.start(1_000)
            #expect(threads.started < 1_000)
            #expect(threads.refusal == "Resource temporarily unavailable")
        }
    }
}
