import Foundation
import Ratchet
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct RegionTests {
    private struct Wrapped: Error {
        let inner: any Error
    }

    private let host = TestHost()

    /// Performs, and cuts the step as soon as it has entered a region.
    private func cutInRegion(_ probe: Probe) async throws -> StepResult {
        let session = try await probe.session()
        let step = Task { await session.step(.perform(), host: host) }
        var waits = host.waits.makeAsyncIterator()
        await waits.next()
        host.cut()
        step.cancel()
        return await step.value
    }

    @Test func regionReturnsItsResultAndIsLeft() async throws {
        let result = try await Probe.performing { _, run in
            let count = try await run.interruptible {
                #expect(host.seen.regions == 1)
                return 3
            }
            #expect(host.seen.regions == 0)
            return .next(Probe.State(count: count))
        }.step(.perform(), host)
        #expect(result.next?.count == 3)
    }

    @Test func regionIsLeftByAThrow() async throws {
        let result = try await Probe.performing { _, run in
            try await run.interruptible { throw ProbeError() }
        }.step(.perform(), host)
        #expect(result.failure?.type == "ProbeError")
        #expect(host.seen.regions == 0)
    }

    @Test func cutInARegionInterrupts() async throws {
        let result = try await cutInRegion(
            .performing { state, run in
                try await run.interruptible { try await Task.sleep(for: .seconds(3600)) }
                return .next(state)
            }
        )
        #expect(result.isInterrupted)
        #expect(host.seen.regions == 0)
    }

    @Test func cutThatWasWrappedInAnotherErrorInterrupts() async throws {
        let result = try await cutInRegion(
            .performing { state, run in
                do {
                    try await run.interruptible { try await Task.sleep(for: .seconds(3600)) }
                } catch {
                    throw JobFailure("the store is gone", .never, cause: Wrapped(inner: error))
                }
                return .next(state)
            }
        )
        #expect(result.isInterrupted)
    }

    @Test func cutThatWasSwallowedGivesTheResult() async throws {
        let result = try await cutInRegion(
            .performing { _, run in
                try? await run.interruptible { try await Task.sleep(for: .seconds(3600)) }
                try run.publish("kept", to: "t")
                return .next(Probe.State(count: 1))
            }
        )
        #expect(result.next?.count == 1)
        #expect(result.texts == [#""kept""#])
    }

    @Test func cancellationErrorWithoutACutIsAFailure() async throws {
        let result = try await Probe.performing { _, _ in throw CancellationError() }.step()
        #expect(result.failure?.type == "CancellationError")
        #expect(result.failure?.decision == .retry)
    }

    @Test func cutBeforeARegionKeepsItsBodyFromRunning() async throws {
        host.cut()
        let result = try await Probe.performing { state, run in
            try await run.interruptible { _ = Issue.record("ran") }
            return .next(state)
        }.step(.perform(), host)
        #expect(result.isInterrupted)
    }

    @Test func interruptibleSleepIsARegion() async throws {
        let result = try await Probe.performing { state, run in
            try await run.sleep(.seconds(5), interruptible: true)
            return .next(state)
        }.step(.perform(), host)
        #expect(result.next != nil)
        #expect(host.seen.slept == [.seconds(5)])
        #expect(host.seen.regionsEntered == 1)
    }

    @Test func otherSleepIsNone() async throws {
        _ = try await Probe.performing { state, run in
            try await run.sleep(.seconds(5), interruptible: false)
            return .next(state)
        }.step(.perform(), host)
        #expect(host.seen.slept == [.seconds(5)])
        #expect(host.seen.regionsEntered == 0)
    }
}
