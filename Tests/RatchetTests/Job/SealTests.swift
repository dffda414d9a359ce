import Foundation
import Ratchet
import Synchronization
import Testing

/// A context is of no use after its call.
@Suite struct SealTests {
    private let host = TestHost()

    /// The context of a step that has returned.
    private func ended() async throws -> Run<Probe> {
        let kept = Mutex<Run<Probe>?>(nil)
        let result = try await Probe.performing { state, run in
            kept.withLock { $0 = run }
            return .next(state)
        }.step(.perform(), host)
        #expect(result.next != nil)
        return try #require(kept.withLock { $0 })
    }

    @Test func methodsThatThrowThrow() async throws {
        let run = try await ended()
        #expect(throws: RatchetError.self) { try run.publish(1, to: "t") }
        #expect(throws: RatchetError.self) { try run.publish(each: [1], to: "t") }
        #expect(throws: RatchetError.self) { try run.publish(bytes: Data(), to: "t") }
        await #expect(throws: RatchetError.self) { try await run.secret("S") }
        await #expect(throws: RatchetError.self) { try await run.sleep(.seconds(1), interruptible: false) }
        await #expect(throws: RatchetError.self) { try await run.sleep(.seconds(1), interruptible: true) }
        await #expect(throws: RatchetError.self) { try await run.interruptible { _ = Issue.record("ran") } }
        await #expect(throws: RatchetError.self) { try await run.interruptible(stop: {}, { _ = Issue.record("ran") }) }
        #expect(host.seen.slept.isEmpty)
        #expect(host.seen.regionsEntered == 0)
    }

    @Test func otherMethodsAreLoggedAsFaults() async throws {
        let run = try await ended()
        run.notify(.info, activity: "a", title: "t", summary: "s")
        run.progress(1)
        _ = run.idempotencyKey(for: "pay")
        #expect(host.seen.lines.map { $0.metadata["method"] } == ["notify", "progress", "idempotencyKey"])
        #expect(host.seen.lines.allSatisfy { $0.level == .error && $0.metadata["job.id"] == "r1" })
        #expect(host.seen.progress.isEmpty)
    }

    @Test func contextOfAFailedCallIsEndedToo() async throws {
        let kept = Mutex<Run<Probe>?>(nil)
        _ = try await Probe.performing { _, run in
            kept.withLock { $0 = run }
            throw ProbeError()
        }.step(.perform(), host)
        let run = try #require(kept.withLock { $0 })
        #expect(throws: RatchetError.self) { try run.publish(1, to: "t") }
    }

    @Test func setupEndsWithPrepare() async throws {
        let kept = Mutex<Setup<Probe>?>(nil)
        let probe = Probe(
            preparing: { setup in
                kept.withLock { $0 = setup }
                return 0
            },
            performing: { state, _ in
                let setup = try #require(kept.withLock { $0 })
                await #expect(throws: RatchetError.self) { try await setup.secret("S") }
                return .next(state)
            }
        )
        #expect(try await probe.step(.perform(), TestHost(secrets: ["S": "x"])).next != nil)
    }

    @Test func whatATaskSendsAfterTheCallIsNotInTheResult() async throws {
        let session = try await Probe.performing { state, run in
            try run.publish("in time", to: "t")
            return .next(state)
        }.session()
        let first = await session.step(.perform(), host: host)
        let second = await session.step(.perform(), host: host)
        #expect(first.texts == [#""in time""#])
        #expect(second.texts == [#""in time""#])
    }
}
