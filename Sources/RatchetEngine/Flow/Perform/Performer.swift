import Ratchet
import Synchronization

/// Carries out step orders: each as a task on the job threads, its result posted to the engine.
final class Performer: Sendable {
    private let jobs: [String: RegisteredJob]
    private let services: any StepServices
    private let post: @Sendable (EngineEvent) -> Void
    private let threads = JobThreads()
    private let running = Mutex<[Ticket: CallHost]>([:])
    private let runtimes = Mutex<[String: Task<any JobRuntime, any Error>]>([:])

    init(
        jobs: [RegisteredJob], services: any StepServices, post: @escaping @Sendable (EngineEvent) -> Void
    ) {
        self.jobs = Dictionary(uniqueKeysWithValues: jobs.map { ($0.name, $0) })
        self.services = services
        self.post = post
    }

    func perform(_ order: StepOrder) {
        let host = CallHost(order, services: services, post: post)
        running.withLock { $0[order.ticket] = host }
        let task = Task(executorPreference: threads) {
            let (result, session) = await self.result(of: order, host)
            self.running.withLock { $0[order.ticket] = nil }
            self.post(.performed(order.ticket, result, session: session))
        }
        host.runs(as: task)
    }

    func cut(_ ticket: Ticket) { running.withLock { $0[ticket] }?.cut() }

    func cancel(_ ticket: Ticket) { running.withLock { $0[ticket] }?.cancel() }

    func close() { threads.close() }

    private func result(of order: StepOrder, _ host: CallHost) async -> (StepResult, (any RunSession)?) {
        if let session = order.session { return (await session.step(order.call, host: host), session) }
        do {
            let session = try await runtime(of: order.job).session()
            return (await session.step(order.call, host: host), session)
        } catch {
            let failure = StepFailure(
                type: "\(type(of: error))", message: "The job could not be made: \(error)", decision: .retry)
            return (StepResult(verdict: .failed(failure)), nil)
        }
    }

    /// Made once per process; a failure is forgotten, so that the next step tries again.
    private func runtime(of name: String) async throws -> any JobRuntime {
        guard let job = jobs[name] else { throw UnknownJob(name: name) }
        let making = runtimes.withLock { runtimes in
            if let making = runtimes[name] { return making }
            let making = Task(executorPreference: threads) { try await job.make() }
            runtimes[name] = making
            return making
        }
        do {
            return try await making.value
        } catch {
            runtimes.withLock { if $0[name] == making { $0[name] = nil } }
            throw error
        }
    }
}

/// The engine never orders it: a ledger parks runs of jobs that this program does not have.
struct UnknownJob: Error {
    let name: String
}
