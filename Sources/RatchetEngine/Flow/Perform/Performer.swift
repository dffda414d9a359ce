import Ratchet
import Synchronization

/// Carries out step orders on the job threads; their results are posted to the engine.
final class Performer: Sendable {
    private let runtimes: [String: any JobRuntime]
    private let services: any StepServices
    private let post: @Sendable (EngineEvent) -> Void
    private let threads: JobThreads
    private let calls = Mutex<[Ticket: CallHost]>([:])

    private static let refusedThread = Report(
        .warning,
        "Steps wait for a thread that cannot be started: raise this process's limits on memory and threads"
    )

    /// Makes the jobs, each once per process.
    ///
    /// Throws what the first of them throws.
    init(
        jobs: [RegisteredJob],
        services: any StepServices,
        report: @escaping @Sendable (Report) -> Void,
        post: @escaping @Sendable (EngineEvent) -> Void
    ) async throws {
        let threads = JobThreads { report(Self.refusedThread) }
        self.threads = threads
        self.services = services
        self.post = post
        var runtimes: [String: any JobRuntime] = [:]
        do {
            for job in jobs {
                runtimes[job.name] = try await Task(executorPreference: threads) { try await job.make() }.value
            }
        } catch {
            threads.close()
            throw error
        }
        self.runtimes = runtimes
    }

    func perform(_ orders: [StepOrder]) {
        let hosts = orders.compactMap { order -> CallHost? in
            // A ledger parks runs of jobs that this program does not have: there is a runtime for every order.
            guard let session = order.session ?? runtimes[order.call.job]?.session() else { return nil }
            return CallHost(order, session: session, services: services, post: post)
        }
        calls.withLock { calls in
            for host in hosts { calls[host.ticket] = host }
        }
        threads.perform(hosts)
    }

    /// Calls that came back cannot be cut or cancelled any more.
    func forget(_ events: [EngineEvent]) {
        calls.withLock { calls in
            for case .performed(let ticket, _, _) in events { calls[ticket] = nil }
        }
    }

    func cut(_ ticket: Ticket) { calls.withLock { $0[ticket] }?.cut() }

    func cancel(_ ticket: Ticket) { calls.withLock { $0[ticket] }?.cancel() }

    func close() { threads.close() }
}
