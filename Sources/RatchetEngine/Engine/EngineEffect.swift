import Ratchet

/// What an engine asks of the world around it.
package enum EngineEffect: Sendable {
    indirect case log(LogEffect)
    case perform(StepOrder)
    /// Cut the step where it may be cut: now if it is in an interruptible region, else when it enters one.
    case cut(Ticket)
    /// Its result is of no use any more.
    case cancel(Ticket)
    indirect case report(Report)
    /// Too many steps did not end when told to: exit, to be restarted.
    case exhausted
    /// The end: nothing is asked any more.
    case stopped
}

/// What an engine asks of the log.
///
/// Answers come as events.
package enum LogEffect: Sendable {
    /// Waits until no transaction on these offsets is pending. Answer: `committedRead`.
    case readCommitted(ReadPurpose, Int32)
    /// High watermarks, open transactions included. Answer: `endsRead`.
    case readEnds(opening: Int, Int32)
    /// All of `checkpoints` and of `mail` below their ends, once every transaction there is decided. Answers: `tableRead`.
    case readTable(opening: Int, Int32, upTo: LogEnds)
    /// The checkpoints at these offsets, ascending, once every transaction there is decided. Answer: `fetched`, with one
    /// item for each.
    case fetch(opening: Int, Int32, offsets: [Int64])
    /// Deliver from these offsets on; anything of an earlier opening of the partition is void. Answers: `arrived`.
    case consume(opening: Int, Int32, from: [Inbox: Int64], mail: Int64)
    case pause(Int32)
    case resume(Int32)
    /// Answer: `batchEnded`.
    case commit(Batch)
    /// The partitions that `revoked` named may go.
    case release([Int32])
    /// Leave the group in good order. Answers: `revoked`, then `left`.
    case leave
}
