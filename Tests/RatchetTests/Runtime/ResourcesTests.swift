import Ratchet
import Synchronization
import Testing

/// When `prepare` is called, and with what.
@Suite struct ResourcesTests {
    private final class Prepared: Sendable {
        let resumings = Mutex<[Int?]>([])
        var count: Int { resumings.withLock { $0.count } }

        /// A probe that gives its number of preparations as its resource.
        func probe(_ perform: @escaping @Sendable (Probe.State, Run<Probe>) async throws -> Step<Probe.State>) -> Probe
        {
            Probe(
                preparing: { setup in
                    self.resumings.withLock { $0.append(setup.resuming?.count) }
                    return self.count
                },
                starting: { run in .next(Probe.State(count: run.resources)) },
                performing: perform
            )
        }
    }

    private let prepared = Prepared()

    @Test func resourcesLastAlongSuccessfulCalls() async throws {
        let session = try await prepared.probe { _, run in .next(Probe.State(count: run.resources)) }.session()
        #expect(await session.step(.start(), host: TestHost()).next?.count == 1)
        #expect(await session.step(.perform(), host: TestHost()).next?.count == 1)
        #expect(prepared.count == 1)
    }

    @Test func prepareIsToldWhatItResumes() async throws {
        let probe = prepared.probe { state, _ in .next(state) }
        _ = try await probe.step(.start())
        _ = try await probe.step(.perform())
        #expect(prepared.resumings.withLock { $0 } == [nil, 7])
    }

    /// How often `prepare` is called for three steps, the second with `host`.
    private func prepares(around host: TestHost, doing second: String? = nil) async throws -> Int {
        let session = try await prepared.probe { state, _ in
            if state.text == "throw" { throw ProbeError() }
            return .next(state)
        }.session()
        let text = second.map { #","text":"\#($0)""# } ?? ""
        #expect(await session.step(.perform(), host: TestHost()).next != nil)
        _ = await session.step(.perform(state: #"{"count":7,"ratio":1\#(text)}"#), host: host)
        #expect(await session.step(.perform(), host: TestHost()).next != nil)
        return prepared.count
    }

    @Test func undisturbedStepsKeepThem() async throws {
        #expect(try await prepares(around: TestHost()) == 1)
    }

    @Test func throwDropsThem() async throws {
        #expect(try await prepares(around: TestHost(), doing: "throw") == 2)
    }

    @Test func cutDropsThemEvenWhenItIsSwallowed() async throws {
        let host = TestHost()
        host.cut()
        #expect(try await prepares(around: host) == 2)
    }

    @Test func resultThatCannotBeKeptDropsThem() async throws {
        #expect(try await prepares(around: TestHost(stateLimit: 1)) == 2)
    }

    @Test func failedPrepareFailsTheStepAndIsRepeated() async throws {
        let isFirst = Mutex(true)
        let probe = Probe(preparing: { _ in
            let fails = isFirst.withLock { first in
                defer { first = false }
                return first
            }
            if fails { throw ProbeError() }
            return 0
        })
        let session = try await probe.session()
        #expect(await session.step(.perform(), host: TestHost()).failure?.type == "ProbeError")
        #expect(await session.step(.perform(), host: TestHost()).next != nil)
    }

    @Test func throwOfPrepareAfterACutIsAnInterruption() async throws {
        let host = TestHost()
        let probe = Probe(preparing: { _ in
            host.cut()
            throw ProbeError()
        })
        #expect(try await probe.step(.perform(), host).isInterrupted)
    }
}
