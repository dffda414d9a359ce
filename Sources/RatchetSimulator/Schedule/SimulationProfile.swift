/// What a simulation may consist of.
///
/// Each schedule draws from it: how much, and which of the faults.
public struct SimulationProfile: Sendable {
    /// Executors at the same time.
    public var executors = 1...3
    /// Partitions of every topic.
    public var partitions = 1...3
    /// Runs that are triggered.
    public var runs = 1...6
    /// Faults that have a moment: crashes, pauses, rebalances and the like.
    public var faults = 0...12
    /// The kinds that may happen.
    public var kinds: Set<SimulatedFault> = Set(SimulatedFault.allCases)
    /// In how many milliseconds of virtual time triggers and faults happen; afterwards all is left to come to rest.
    public var horizon = 1_500...5_000
    /// Things that may happen in one schedule before it counts as never coming to rest.
    public var eventLimit = 200_000
    /// Only what `ratchet audit` would find counts.
    package var isJudgedByReadersAlone = false

    /// The default: everything may happen, in small numbers.
    public init() {}
}

/// A kind of fault.
public enum SimulatedFault: String, Sendable, CaseIterable {
    /// An executor is killed, and started anew under another name.
    case crash
    /// An executor stands still; when for too long, others get its partitions.
    case pause
    /// The group drops an executor, which hears of it later.
    case sessionLoss
    /// The group rebalances in good order.
    case rebalance
    /// An executor is stopped gracefully, and another started.
    case stop
    /// The brokers do not answer for a while.
    case brokerAway
    /// The brokers do not hear an executor for a while, which goes on.
    case cutOff
    /// The wall clock of an executor jumps by an hour, forward or back.
    case clockJump
    /// A commit's answer is lost, whether it committed or not.
    case unknownOutcome
    /// A transaction is aborted for a reason of the moment.
    case transientAbort
    /// A transaction is aborted by its coordinator, since it takes too long.
    case transactionTimeout
    /// The brokers refuse what executors write to one of Ratchet's own topics for a while, as when a right is lost.
    case refusal
    /// The markers of transactions are written late.
    case slowMarkers
    /// The consumer lags behind.
    case slowConsumer
    /// The consumer delivers records again that it has delivered.
    case redelivery
    /// Reading a table takes several requests; one of them fails, and it is read again from its beginning.
    case tornRead
    /// The group forgets what was committed for a partition.
    case lostOffsets
    /// The head of `steps` is deleted.
    case retention
    /// `checkpoints` is compacted.
    case compaction
    /// Executors of an older program that lacks a job or cannot read a state.
    case oldProgram
}
