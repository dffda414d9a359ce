import Foundation
import Testing

@testable import RatchetCLI

/// Each in a process of its own, which `alarm(2)` ends when a signal is not heard.
@Suite struct StopSignalsTests {
    private static let patience: UInt32 = 60

    @Test(arguments: [SIGTERM, SIGINT])
    func aSignalIsHeardFromTheFirstMomentOn(_ number: Int32) async {
        await #expect(processExitsWith: .success) { [number] in
            alarm(Self.patience)
            for _ in 0..<100 {
                let isHeard = DispatchSemaphore(value: 0)
                let signals = StopSignals { isHeard.signal() }
                kill(getpid(), number)
                withExtendedLifetime(signals) { isHeard.wait() }
            }
        }
    }

    @Test func theSecondEndsTheProcess() async {
        await #expect(processExitsWith: .exitCode(128 + SIGINT)) {
            alarm(Self.patience)
            let isHeard = DispatchSemaphore(value: 0)
            let signals = StopSignals { isHeard.signal() }
            kill(getpid(), SIGTERM)
            isHeard.wait()
            kill(getpid(), SIGINT)
            withExtendedLifetime(signals) { DispatchSemaphore(value: 0).wait() }
        }
    }

    @Test func aSignalThatNobodyWaitsForAnyMoreDoesWhatItDid() async {
        await #expect(processExitsWith: .signal(SIGTERM)) {
            alarm(Self.patience)
            do {
                let signals = StopSignals {}
                withExtendedLifetime(signals) {}
            }
            kill(getpid(), SIGTERM)
            DispatchSemaphore(value: 0).wait()
        }
    }
}
