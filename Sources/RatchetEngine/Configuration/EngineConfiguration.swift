/// What an executor decides by.
///
/// The defaults are those of the design.
package struct EngineConfiguration: Sendable {
    /// Unique for each process start; ASCII, no colon.
    package let executor: String
    /// Partitions of every per-run topic.
    package let partitionCount: Int
    /// The partition of a new run: murmur2 of its jobId, as Java's client computes it.
    package let partition: @Sendable (_ jobId: String) -> Int32
    /// Steps performed at the same time.
    package var slots = 200
    /// Transactional producers, used in strict rotation.
    package var producers = 4
    /// Partitions in one transaction.
    package var partitionsPerBatch = 4
    /// The longest that what is settled waits for steps of the same partition that are under way.
    package var patienceLimit: Milliseconds = 50
    /// Bytes in one transaction, roughly.
    package var batchBytes = 4 << 20
    /// How long a finished run stays readable, and its jobId taken: 14 days.
    package var retention: Milliseconds = 14 * 24 * 3_600_000
    package static let standardPickupLimit = 3
    /// Pick-ups without coming back after which a run is given up.
    package var pickupLimit = standardPickupLimit
    /// Snoozes in a row after which a step has failed.
    package var snoozeLimit = 100
    /// Runs that may wait for a slot: a partition's intake rests when it has more than its part.
    package var readyLimit = 12_000
    /// Bytes that may wait, for a slot or for their commit: a partition's intake rests when it has more than its part.
    package var pendingLimit = 16 << 20
    /// The longest that a step may stay in one interruptible region.
    package var regionLimit: Milliseconds = 2 * 3_600_000
    /// How long a partition that the group asks back waits for the steps that run, so that they need not run again
    /// elsewhere.
    package var revocationPatience: Milliseconds = 1_000
    /// Time that steps have to end in a graceful stop.
    package var stopTimeout: Milliseconds = 60_000
    /// Steps that did not end when told to, before the executor asks to be restarted.
    package var strayLimit = 16
    /// How long a step may take to end when told to.
    package var strayPatience: Milliseconds = 10_000
    /// A run that waits for longer than this is kept cold: its checkpoint is fetched again when it goes on.
    package var coldAfter: Milliseconds = 10_000
    /// Cold runs that are fetched at a time, in each partition.
    package var fetchLimit = 64
    /// How long mail for a run that is not known waits for it.
    package var mailPatience: Milliseconds = 3_600_000
    /// Timers that go off, and runs whose mail is looked at, before other things have their turn.
    package var turnLimit = 1_000
    /// How long a write that is refused for now rests until it is tried again.
    package var refusalRest: Milliseconds = 15_000

    package init(
        executor: String,
        partitionCount: Int,
        partition: @escaping @Sendable (_ jobId: String) -> Int32
    ) {
        self.executor = executor
        self.partitionCount = partitionCount
        self.partition = partition
    }
}
