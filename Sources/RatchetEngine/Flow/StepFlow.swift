import Ratchet

/// The path of one step.
///
/// Everything that can happen to a run arrives here, in one order, and leaves as effects.
///
///     arrived ─► Arrive ──ready──► (a slot) ─► PickUp ──commit──► perform ─► Settle ──commit──► Continue ─┐
///                                     ▲                                                                    │
///                                     └───────────────── the next step, straight from memory ◄─────────────┘
///
/// A ratchet moves forward by commits only: a run's entry changes its checkpoint in `Continue`, nowhere else.
enum LedgerEvent {
    /// A record of an inbox was delivered.
    case arrived(Arrival)
    /// A run that asked for a slot holds one now.
    case granted(ReadyRun)
    case performed(run: Int, StepResult)
    /// The step used up its deadline; its task is cancelled and its result will be dropped.
    case timedOut(run: Int, after: Milliseconds)
    case committed
    /// The batch did not commit; nothing of it is visible.
    case aborted(AbortReason)
    /// Look at the timers.
    case tick
    /// The partition is given up in good order: start nothing, and wait so long for what runs.
    case revoked(patience: Milliseconds)
}

extension Ledger {
    mutating func handle(_ event: LedgerEvent, at now: Moment, into effects: inout [LedgerEffect]) {
        note(now)
        switch event {
        case .arrived(let arrival): arrive(arrival, at: now, into: &effects)
        case .granted(let ready): grant(ready, at: now, into: &effects)
        case .performed(let run, let result): settle(run, .returned(result), at: now, into: &effects)
        case .timedOut(let run, let limit): settle(run, .timedOut(after: limit), at: now, into: &effects)
        case .committed: committed(at: now, into: &effects)
        case .aborted(let reason): aborted(reason, at: now, into: &effects)
        case .tick: wakeUp(at: now, into: &effects)
        case .revoked(let patience): close(at: now, patience: patience, into: &effects)
        }
        part(at: now)
        noteCommitWanted()
    }
}
