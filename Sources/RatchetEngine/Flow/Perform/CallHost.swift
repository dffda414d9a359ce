import Foundation
import Ratchet
import Synchronization

/// One running call: what its code may ask for, and how it is cut or cancelled.
final class CallHost: StepHost {
    private struct State {
        var task: Task<Void, Never>?
        /// Interruptible regions that were entered and not left: they nest and overlap.
        var regions = 0
        var cutIsDue = false
        var wasCut = false
        var isCancelled = false
    }

    private let order: StepOrder
    private let services: any StepServices
    private let post: @Sendable (EngineEvent) -> Void
    private let state = Mutex(State())

    init(_ order: StepOrder, services: any StepServices, post: @escaping @Sendable (EngineEvent) -> Void) {
        self.order = order
        self.services = services
        self.post = post
    }

    /// The task may be told to end before this says which it is.
    func runs(as task: Task<Void, Never>) {
        let ends = state.withLock { state in
            state.task = task
            return state.isCancelled || state.wasCut
        }
        if ends { end(task) }
    }

    func cut() {
        let task = state.withLock { state -> Task<Void, Never>? in
            state.cutIsDue = true
            guard state.regions > 0, !state.wasCut else { return nil }
            state.wasCut = true
            return state.task
        }
        if let task { end(task) }
    }

    func cancel() {
        let task = state.withLock { state in
            state.isCancelled = true
            return state.task
        }
        if let task { end(task) }
    }

    /// Cancellation handlers are user code and run on the thread that cancels: never the engine's.
    private func end(_ task: Task<Void, Never>) {
        Thread.detachNewThread { task.cancel() }
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
        if isFirst { post(.enteredRegion(order.ticket)) }
    }

    func leaveRegion() {
        let isLast = state.withLock { state in
            state.regions -= 1
            return state.regions == 0
        }
        if isLast { post(.leftRegion(order.ticket)) }
    }

    func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }

    func secret(named name: String) async throws -> String? { try await services.secret(named: name) }

    func report(_ progress: Ratchet.Progress) {
        services.report(progress, jobId: order.call.jobId, seq: order.call.seq)
    }

    func log(_ level: LogLevel, _ message: String, metadata: [String: String]) {
        services.log(level, message, metadata: metadata, call: order.call, job: order.job)
    }
}
