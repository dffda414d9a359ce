/// The log that an executor works on: Apache Kafka, or one in memory.
///
/// Everything is asked by an effect and answered by an event, from any thread.
package protocol Log: Sendable {
    /// Gets ready to commit, then joins the group; events come from now on. Throws when the log cannot be used at all,
    /// and `CancellationError` when the start is abandoned.
    func start(_ post: @escaping @Sendable (EngineEvent) -> Void) async throws
    /// Ends a start that waits, or is still to come; does nothing to a log that has started. Any thread.
    func abandonStart()
    /// Never blocks.
    func carryOut(_ effect: LogEffect)
    /// After `left`, or a start that failed: frees what it holds.
    func close() async
}
