import Foundation
import Ratchet
import Synchronization

/// One call of user code: what it may ask for, and how it is cut or cancelled.
final class CallHost: StepHost {
    private struct State {
        /// While the call runs.
        var task: StepTask?
        /// Interruptible regions that were entered and not left: they nest and overlap.
        var regions = 0
        var cutIsDue = false
        var wasCut = false
        var isCancelled = false

        var endsTask: Bool { wasCut || isCancelled }
    }

    let ticket: Ticket
    private let call: StepCall
    private let session: any RunSession
    private let services: any StepServices
    private let post: @Sendable (EngineEvent) -> Void
    private let state = Mutex(State())

    init(
        _ order: StepOrder,
        session: any RunSession,
        services: any StepServices,
        post: @escaping @Sendable (EngineEvent) -> Void
    ) {
        ticket = order.ticket
        call = order.call
        self.session = session
        self.services = services
        self.post = post
    }

    /// Makes the call; it may have been told to end before.
    ///
    /// False when the task is of no use for another.
    func perform(in task: StepTask) async -> Bool {
        let isCancelled = state.withLock { state in
            state.task = task
            return state.isCancelled
        }
        if isCancelled { task.cancel() }
        let result = await session.step(call, host: self)
        // From here on nobody cancels the task in the name of this call.
        let endsTask = state.withLock { state in
            state.task = nil
            return state.endsTask
        }
        post(.performed(ticket, result, session: session))
        return !endsTask
    }

    func cut() {
        state.withLock { state in
            state.cutIsDue = true
            guard state.regions > 0, !state.wasCut else { return }
            state.wasCut = true
            state.task?.cancel()
        }
    }

    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            state.task?.cancel()
        }
    }

    // MARK: StepHost

    var now: Date { Date() }
    var wasCut: Bool { state.withLock { $0.wasCut } }
    var stagedLimit: Int { 4 << 20 }
    /// With the parameters (256 KiB) and the envelope, under the broker's 1 MiB for a record.
    var stateLimit: Int { 700 << 10 }

    func enterRegion() throws {
        let (isCut, isFirst) = state.withLock { state in
            if state.cutIsDue { state.wasCut = true } else { state.regions += 1 }
            return (state.cutIsDue, state.regions == 1)
        }
        if isCut { throw CancellationError() }
        if isFirst { post(.enteredRegion(ticket)) }
    }

    func leaveRegion() {
        let isLast = state.withLock { state in
            state.regions -= 1
            return state.regions == 0
        }
        if isLast { post(.leftRegion(ticket)) }
    }

    func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }

    func secret(named name: String) async throws -> String? { try await services.secret(named: name) }

    func report(_ progress: Ratchet.Progress) {
        services.report(progress, jobId: call.jobId, seq: call.seq)
    }

    func log(_ level: LogLevel, _ message: String, metadata: [String: String]) {
        services.log(level, message, metadata: metadata, call: call)
    }
}
