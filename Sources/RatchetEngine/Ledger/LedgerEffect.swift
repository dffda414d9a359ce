/// What a ledger asks of its engine.
enum LedgerEffect {
    /// A run wants a slot.
    case ready(ReadyRun)
    /// The slot is free again: the run that it was granted to does not begin its step.
    case release(Ticket)
    /// Perform the run's step in the slot that it holds.
    case perform(StepOrder)
    /// The task's result is of no use any more, and its slot is free.
    case cancel(Ticket)
    /// Answer: `endsRead`.
    case askForEnds
    /// The checkpoints at these offsets. Answer: `fetched`.
    case fetch([Int64])
    /// The table says something that this lease cannot know: it is over, or was never read right.
    indirect case leaseDoubted(String)
    /// The engine and this ledger do not agree on what goes on: its table is read anew.
    case impossible(ImpossibleEvent)
    indirect case report(Report)
}

/// An event that cannot be where a ledger stands.
enum ImpossibleEvent: String {
    case grantedWithoutWish
    case performedWithoutStep
    case timedOutWithoutStep
    case endedWithoutBatch
    case endsReadUnasked
    case fetchedUnasked
}

/// A run that wants a slot; void once the run's turn has changed.
struct ReadyRun {
    let partition: Int32
    /// Places and turns start anew with every ledger: one of an earlier opening means another run.
    let opening: Int
    let run: Int
    let turn: Int
    let priority: Int
    /// Its step was handed out before and did not come back: it runs alone among such.
    let isSuspect: Bool
}
