import Foundation

extension Context where Phase == Stepping<J> {
    /// What `prepare` opened.
    public var resources: J.Resources { phase.opened.resources }

    /// Shows how far the run is, in units of the job's own choice.
    ///
    /// Seen soon, kept with the step's result.
    public func progress(_ done: Int, of total: Int? = nil, note: String? = nil) {
        handle.stage(Progress(done: done, total: total, note: note))
    }

    /// Sleeps in place.
    ///
    /// - Parameters:
    ///   - duration: How long; virtual in tests.
    ///   - interruptible: Whether the step may be cut while it sleeps, and is then repeated from its state. If not, the
    ///     time counts towards the step's deadline.
    /// - Throws: `CancellationError` when the step is cut or past its deadline.
    public nonisolated(nonsending) func sleep(_ duration: Duration, interruptible: Bool) async throws {
        guard interruptible else {
            try handle.checkOpen()
            return try await handle.host.sleep(for: duration)
        }
        let host = handle.host
        try await self.interruptible { try await host.sleep(for: duration) }
    }

    /// Marks work that may be cut, such as a long call to another system.
    ///
    /// A cut cancels the step's task; the step is then repeated from its state, using no attempt. Whatever is thrown
    /// after a cut counts as the interruption, however it was wrapped; a step that returns all the same has its result.
    /// The step's deadline rests in the region, which has a limit of its own.
    public nonisolated(nonsending) func interruptible<T>(
        _ body: nonisolated(nonsending) () async throws -> T
    ) async throws -> T {
        try handle.checkOpen()
        try handle.host.enterRegion()
        defer { handle.host.leaveRegion() }
        return try await body()
    }

    /// Marks a blocking call that may be cut.
    ///
    /// It runs on the current thread, as if called directly.
    ///
    /// - Parameters:
    ///   - stop: Must make the call return, also one that only begins later: the two may meet at any moment. Called on
    ///     another thread, at most once, and never after this method has returned.
    ///   - blocking: The call. What it throws after a cut counts as the interruption.
    /// - Returns: What the call returned.
    /// - Throws: What the call threw; `CancellationError` when the step is cut before it.
    public nonisolated(nonsending) func interruptible<T>(
        stop: @escaping @Sendable () -> Void,
        _ blocking: () throws -> T
    ) async throws -> T {
        try handle.checkOpen()
        try handle.host.enterRegion()
        defer { handle.host.leaveRegion() }
        let stopping = BlockingStop(stop)
        defer { stopping.callReturned() }
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return try blocking()
        } onCancel: {
            stopping.begin()
        }
    }
}
