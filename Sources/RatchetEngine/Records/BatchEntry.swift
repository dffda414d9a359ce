/// One thing that a batch writes, whole or not at all.
///
/// Never split over two transactions.
package enum BatchEntry: Sendable {
    case run(RunWrite)
    /// Step 0 of a new run, to the partition of its jobId.
    case start(RunFacts, partition: Int32)
    case reject(Rejection)
    /// A command for a run that this partition does not know, to every partition.
    case spread(Command)
    /// A finished run past its retention: the tombstone of its checkpoint.
    case expire(jobId: String)
}
