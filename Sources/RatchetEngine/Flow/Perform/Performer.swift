import Ratchet
import Synchronization

/// Carries out step orders: each as a task on the job threads, its result posted to the engine.
final class Performer: Sendable {
    private let runtimes: [String: any JobRuntime]
    private let services: any StepServices
    private let post: @Sendable (EngineEvent) -> Void
    private let threads: JobThreads
    private let running = Mutex<[Ticket: CallHost]>([:])

    /// Makes the jobs, each once per process.
    ///
    /// Throws what the first of them throws.
    init(
        jobs: [RegisteredJob],
        services: any StepServices,
        post: @escaping @Sendable (EngineEvent) -> Void
    ) async throws {
        let threads = JobThreads()
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

    func perform(_ order: StepOrder) {
        // A ledger parks runs of jobs that this program does not have: there is a runtime for every order.
        guard let session = order.session ?? runtimes[order.job]?.session() else { return }
        let host = CallHost(order, services: services, post: post)
        running.withLock { $0[order.ticket] = host }
        let task = Task(executorPreference: threads) {
            let result = await session.step(order.call, host: host)
            self.running.withLock { $0[order.ticket] = nil }
            self.post(.performed(order.ticket, result, session: session))
        }
        host.runs(as: task)
    }

    func cut(_ ticket: Ticket) { running.withLock { $0[ticket] }?.cut() }

    func cancel(_ ticket: Ticket) { running.withLock { $0[ticket] }?.cancel() }

    func close() { threads.close() }
}
