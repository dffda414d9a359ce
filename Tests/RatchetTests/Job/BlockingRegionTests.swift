import Foundation
import Ratchet
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct BlockingRegionTests {
    private let host = TestHost()

    /// A call that blocks until it is stopped.
    private final class Blocking: Sendable {
        private let gate = DispatchSemaphore(value: 0)
        let stops = Mutex<[Bool]>([])
        /// One for each call that has begun.
        let begins: AsyncStream<Void>
        private let begin: AsyncStream<Void>.Continuation

        init() { (begins, begin) = AsyncStream.makeStream() }

        func call() throws {
            begin.yield()
            gate.wait()
            throw ProbeError()
        }

        func stop() {
            stops.withLock { $0.append(Thread.isMainThread) }
            gate.signal()
        }
    }

    @Test func blockingCallRunsOnTheCurrentThreadAndReturnsItsResult() async throws {
        let result = try await Probe.performing { _, run in
            let before = Self.thread()
            let during = try await run.interruptible(stop: { Issue.record("stopped") }) { Self.thread() }
            return .next(Probe.State(count: before == during ? 1 : 0))
        }.step(.perform(), host)
        #expect(result.next?.count == 1)
        #expect(host.seen.regionsEntered == 1)
        #expect(host.seen.regions == 0)
    }

    private static func thread() -> ObjectIdentifier { ObjectIdentifier(Thread.current) }

    /// A step whose host has said, once the blocking call had begun, that it is to be cut off.
    private func cutStep(of session: any RunSession, in blocking: Blocking) async -> Task<StepResult, Never> {
        let step = Task(executorPreference: OwnThreads.shared) { await session.step(.perform(), host: host) }
        var begins = blocking.begins.makeAsyncIterator()
        await begins.next()
        host.cut()
        return step
    }

    @Test func cutStopsTheCallFromAnotherThread() async throws {
        let blocking = Blocking()
        let cutter = Mutex<ObjectIdentifier?>(nil)
        let stopper = Mutex<ObjectIdentifier?>(nil)
        let session = try await Probe.performing { state, run in
            try await run.interruptible(stop: {
                stopper.withLock { $0 = Self.thread() }
                blocking.stop()
            }) { try blocking.call() }
            return .next(state)
        }.session()
        let step = await cutStep(of: session, in: blocking)
        Self.cancel(step, noting: cutter)
        #expect(await step.value.isInterrupted)
        #expect(blocking.stops.withLock { $0.count } == 1)
        #expect(stopper.withLock { $0 } != nil)
        #expect(stopper.withLock { $0 } != cutter.withLock { $0 })
    }

    private static func cancel(_ step: Task<StepResult, Never>, noting thread: borrowing Mutex<ObjectIdentifier?>) {
        thread.withLock { $0 = Self.thread() }
        step.cancel()
    }

    @Test func cancellerDoesNotWaitForASlowStop() async throws {
        let isCancelled = DispatchSemaphore(value: 0)
        let blocking = Blocking()
        let session = try await Probe.performing { state, run in
            try await run.interruptible(stop: {
                isCancelled.wait()  // released only after cancel() has returned
                blocking.stop()
            }) { try blocking.call() }
            return .next(state)
        }.session()
        let step = await cutStep(of: session, in: blocking)
        step.cancel()
        isCancelled.signal()
        #expect(await step.value.isInterrupted)
    }

    @Test func stopHasReturnedWhenTheRegionIsLeft() async throws {
        let hasStopped = Mutex(false)
        let blocking = Blocking()
        let session = try await Probe.performing { state, run in
            try? await run.interruptible(stop: {
                blocking.stop()
                Thread.sleep(forTimeInterval: 0.05)  // the call returns meanwhile
                hasStopped.withLock { $0 = true }
            }) { try blocking.call() }
            #expect(hasStopped.withLock { $0 })
            return .next(state)
        }.session()
        let step = await cutStep(of: session, in: blocking)
        step.cancel()
        #expect(await step.value.next != nil)
    }

    @Test func cancelledTaskDoesNotBeginTheCall() async throws {
        let session = try await Probe.performing { state, run in
            withUnsafeCurrentTask { $0?.cancel() }
            try await run.interruptible(stop: {}, { _ = Issue.record("ran") })
            return .next(state)
        }.session()
        let step = Task(executorPreference: OwnThreads.shared) { await session.step(.perform(), host: host) }
        #expect(await step.value.failure?.type == "CancellationError")
    }
}
