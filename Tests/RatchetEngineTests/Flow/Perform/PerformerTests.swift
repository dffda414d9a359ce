import Foundation
import Ratchet
import Synchronization
import Testing

@testable import RatchetEngine

/// Calls of user code on the job threads.
@Suite(.timeLimit(.minutes(1)))
struct PerformerTests {
    @Test func `all calls of a crowd come back, each once`() async throws {
        let desk = try await Desk { _, _ in await Task.yield() }
        desk.perform(0..<2_000)
        let results = await desk.results(2_000)
        #expect(Set(results.map(\.ticket.serial)).count == 2_000)
        #expect(results.allSatisfy { !$0.wasCancelled })
        desk.close()
    }

    /// Calls share tasks: what is cancelled is the call, not those that come after it.
    @Test func `a cancelled call takes no other with it`() async throws {
        let desk = try await Desk { serial, host in
            if serial % 10 == 0 { try? await host.sleep(for: .seconds(60)) }
        }
        for start in stride(from: 0, to: 400, by: 20) {
            desk.perform(start..<(start + 20))
            desk.cancel(start)
            desk.cancel(start + 10)
        }
        let results = await desk.results(400)
        #expect(Set(results.filter(\.wasCancelled).map(\.ticket.serial)) == Set(stride(from: 0, to: 400, by: 10)))
        desk.close()
    }

    @Test func `a call that was cancelled before it began sees it`() async throws {
        let gate = DispatchSemaphore(value: 0)
        let threads = max(2, ProcessInfo.processInfo.activeProcessorCount)
        let desk = try await Desk { serial, _ in
            if serial < threads { gate.wait() } else { while !Task.isCancelled { await Task.yield() } }
        }
        desk.perform(0..<threads)
        desk.perform(threads..<(threads + 1))
        desk.cancel(threads)
        for _ in 0..<threads { gate.signal() }
        let results = await desk.results(threads + 1)
        #expect(results.filter(\.wasCancelled).map(\.ticket.serial) == [threads])
        desk.close()
    }

    @Test func `calls that block their threads do not hold up the others`() async throws {
        let gate = DispatchSemaphore(value: 0)
        let blocked = 20
        let desk = try await Desk { serial, _ in if serial < blocked { gate.wait() } }
        desk.perform(0..<(blocked + 500))
        let others = await desk.results(500)
        #expect(others.allSatisfy { $0.ticket.serial >= blocked })
        for _ in 0..<blocked { gate.signal() }
        _ = await desk.results(blocked)
        desk.close()
    }

    @Test func `calls that compute for long do not hold up the others`() async throws {
        final class Flag: Sendable { let isUp = Atomic<Bool>(false) }
        let isOver = Flag()
        let computing = 4
        let desk = try await Desk { serial, _ in
            while serial < computing, !isOver.isUp.load(ordering: .relaxed) {}
        }
        desk.perform(0..<(computing + 500))
        let others = await desk.results(500)
        #expect(others.allSatisfy { $0.ticket.serial >= computing })
        isOver.isUp.store(true, ordering: .relaxed)
        _ = await desk.results(computing)
        desk.close()
    }

    /// A cut outside a region waits for one; inside it cancels.
    @Test func `a cut ends a call in its region only`() async throws {
        let entered = DispatchSemaphore(value: 0)
        let desk = try await Desk { serial, host in
            guard serial == 0 else { return }
            try? host.enterRegion()
            entered.signal()
            try? await host.sleep(for: .seconds(60))
            host.leaveRegion()
        }
        desk.perform(0..<1)
        entered.wait()
        desk.cut(0)
        desk.perform(1..<100)
        let results = await desk.results(100)
        #expect(results.filter(\.wasCancelled).map(\.ticket.serial) == [0])
        desk.close()
    }
}

/// A performer whose job is a closure, and what it posted.
private final class Desk: Sendable {
    struct Ended: Sendable {
        let ticket: Ticket
        let wasCancelled: Bool
    }

    private let performer: Performer
    private let ended: AsyncStream<Ended>

    init(_ body: @escaping @Sendable (Int, any StepHost) async -> Void) async throws {
        let (ended, post) = AsyncStream.makeStream(of: Ended.self)
        self.ended = ended
        let job = RegisteredJob(
            name: "desk",
            retry: .attempts(2),
            deadline: .seconds(60),
            priority: 5,
            parameters: { $0?.bytes ?? [] },
            make: { ClosureJob(body: body) }
        )
        performer = try await Performer(
            jobs: [job],
            services: NoServices(),
            report: { _ in },
            post: { event in
                if case .performed(let ticket, let result, _) = event, case .next(let state, _) = result.verdict {
                    post.yield(Ended(ticket: ticket, wasCancelled: state == [1]))
                }
            }
        )
    }

    func perform(_ serials: Range<Int>) {
        performer.perform(
            serials.map { serial in
                let run = RunIdentity(jobId: "r\(serial)", job: "desk", tenant: nil, scheduled: 0, parameters: [])
                let call = StepCall(run, seq: serial, attempt: 1, state: nil, stateVersion: 1)
                return StepOrder(ticket: Ticket(serial: serial), call: call, session: nil)
            }
        )
    }

    func cancel(_ serial: Int) { performer.cancel(Ticket(serial: serial)) }

    func cut(_ serial: Int) { performer.cut(Ticket(serial: serial)) }

    func close() { performer.close() }

    func results(_ count: Int) async -> [Ended] {
        var results: [Ended] = []
        for await result in ended {
            results.append(result)
            if results.count == count { break }
        }
        return results
    }
}

private struct ClosureJob: JobRuntime {
    let body: @Sendable (Int, any StepHost) async -> Void

    func session() -> any RunSession { ClosureSession(body: body) }
}

private final class ClosureSession: RunSession {
    let body: @Sendable (Int, any StepHost) async -> Void

    init(body: @escaping @Sendable (Int, any StepHost) async -> Void) {
        self.body = body
    }

    func step(_ call: StepCall, host: any StepHost) async -> StepResult {
        await body(call.seq, host)
        return StepResult(verdict: .next(state: [Task.isCancelled ? 1 : 0], version: 1))
    }
}

private final class NoServices: StepServices {
    func secret(named name: String) async throws -> String? { nil }
    func report(_ progress: Ratchet.Progress, jobId: String, seq: Int) {}
    func log(_ level: LogLevel, _ message: String, metadata: [String: String], call: StepCall) {}
}
