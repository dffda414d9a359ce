/// One thing that a batch writes, whole or not at all.
///
/// Never split over two transactions. What is rare takes a box of its own: most are runs, and there are many.
package enum BatchEntry: Sendable {
    case run(RunWrite)
    /// Step 0 of a new run, to the partition of its jobId.
    case start(RunFacts, partition: Int32)
    /// A row of mail, to the partition of its address.
    indirect case post(Mail, partition: Int32)
    /// What is refused, and the row of this partition's mail that is settled with that.
    indirect case reject(Rejection, settling: MailKey?)
    /// A row of this partition's mail that has no effect any more.
    indirect case settle(MailKey)
    /// A finished run past its retention: the tombstone of its checkpoint.
    case expire(jobId: String)
}
