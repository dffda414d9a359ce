/// Rules of the engine, each broken on purpose, so that it is known that the simulator notices.
///
/// Builds without `RATCHET_FLAWS`, all release builds among them, have none: `flawed` is a constant there, and what hangs
/// on it is compiled away. In capitals: the name in the model of the protocol.
enum Flaw {
    // MARK: Arrive

    /// STALE: a record is stale by its seq alone, so that of a failed attempt is live while the retry waits.
    case stale
    /// NOSEQ: no record is stale.
    case noseq
    /// DUPID: a start whose jobId is known is a duplicate, whatever has become of its run.
    case dupid
    /// A start of a run that is over begins it again.
    case again
    /// A run that is wanted later starts at once.
    case notbefore
    /// A live run whose record is gone is not published again.
    case unmissed
    /// A live run is published again before `steps` was read to its end.
    case unread
    /// What was read for an earlier ledger of the partition is taken in by the next one.
    case oldArrivals
    /// LOSTCMD: the offset of a command is done before its effect, which waits for the run's step.
    case lostcmd
    /// A command does not wait for the outcome of a batch with its run.
    case unheld
    /// A terminated run's result is committed all the same.
    case unwithdrawn
    /// An owner that does not know the run of a command lets it go.
    case unspread
    /// An owner that does not know the run of a command passes it on, though it was passed on before.
    case respread

    // MARK: PickUp

    /// A step is performed while the commit of its pick-up is under way.
    case uncommitted
    /// A pick-up is committed, but not counted.
    case uncounted
    /// A step that never came back is handed out as often as it takes.
    case unlimited
    /// Suspects run beside each other.
    case together
    /// A slot is granted to a run that does not want it any more.
    case unwanted
    /// A slot that a stopped run has held is never free again.
    case slotLeak

    // MARK: Settle

    /// RETRY: the retry is published with the failure.
    case retry
    /// The attempt does not grow with a retry.
    case attempt
    /// One attempt more than the job's rules allow.
    case attempts
    /// A snooze has no end, so the step is called again at once.
    case snooze
    /// A cut counts as a failure.
    case cut
    /// A run that is to start anew keeps its state.
    case anew
    /// The dead letter of a failure that was overcome stays.
    case letter

    // MARK: Perform

    /// LATE: what a step returns after its deadline still counts.
    case late
    /// The deadline counts the time in interruptible regions too.
    case region
    /// Time is taken from the wall clock, deadlines too.
    case wallclock

    // MARK: Commit

    /// The committed offset of `steps` passes records that are not done.
    case stepsOffset
    /// The committed offset of `triggers` passes triggers whose start is not in the batch.
    case triggersOffset
    /// The offsets of two partitions in one batch are mixed up.
    case mixup
    /// Halving an aborted batch loses its second half.
    case halving
    /// Every abort is laid to what was in the batch.
    case blame
    /// A refused entry's offset is done, but its dead letter is not written.
    case refused
    /// What is refused for the time at which it was sent has failed its step.
    case clock
    /// The pick-up of a step whose result is refused is left when its partition is given up.
    case keptPickups
    /// The committed offset passes records whose writes are refused and wait apart.
    case keptOffset
    /// COUNTER: the counter in the marks begins anew with each lease.
    case counter
    /// UNKFAIL: an unknown outcome is taken for an abort.
    case unkfail
    /// UNKOK: an unknown outcome is taken for a commit.
    case unkok
    /// UNKLOST: a mark that is lost is taken for the one before.
    case unklost

    // MARK: Continue

    /// EARLY: the next step begins before the commit of its predecessor.
    case early
    /// A step is handed what another run keeps on this executor.
    case session
    /// TOMB: a run that is over is forgotten at once.
    case tomb
    /// What is over is forgotten by the owner, not by the table.
    case unexpired

    // MARK: Leases

    /// PICKUPS: moving a partition counts like a crash.
    case pickups
    /// REATTACH: a step that went on without a lease counts, whoever has owned the partition meanwhile.
    case reattach
    /// The due times of waiting runs are forgotten when a partition moves.
    case timers
    /// Intake that was held back is never resumed.
    case unresumed
}

#if RATCHET_FLAWS
extension Flaw: CaseIterable {}

extension EngineConfiguration {
    /// The names of all flaws.
    package static let flaws = Flaw.allCases.map { "\($0)" }

    /// Breaks one of the engine's rules.
    package mutating func adopt(flaw name: String) { flaw = Flaw.allCases.first { "\($0)" == name } }

    func flawed(_ flaw: Flaw) -> Bool { self.flaw == flaw }
}
#else
extension EngineConfiguration {
    @inline(__always) func flawed(_ flaw: Flaw) -> Bool { false }
}
#endif
