import Ratchet

/// The path of one step.
///
/// Everything that can happen to a run arrives here, in one order, and leaves as effects.
///
///     arrived ─► Arrive ──ready──► (a slot) ─► PickUp ──commit──► perform ─► Settle ──commit──► Continue ─┐
///                                     ▲                                                                    │
///                                     └───────────────── the next step, straight from memory ◄─────────────┘
///
/// Mail for a run is applied before it goes on, at each of the arrows that lead to a commit (`Mail`); `HandOver` is the end
/// of a lease. A ratchet moves forward by commits only: a run's entry changes its checkpoint in `Continue`, nowhere else.
enum LedgerEvent {
    /// Records were delivered.
    case arrived([Arrival])
    /// A run that asked for a slot holds one now.
    case granted(ReadyRun, Ticket)
    case performed(run: Int, Ticket, StepResult, session: (any RunSession)?)
    /// The step used up its deadline; its task is cancelled and its result will be dropped.
    case timedOut(run: Int, Ticket, after: Milliseconds)
    /// With the places of the checkpoints of runs that wait, by jobId, as far as they are known.
    case committed([String: Int64])
    /// The batch did not commit; nothing of it is visible.
    indirect case aborted(AbortReason)
    /// Where the logs end, as the ledger has asked.
    case endsRead(LogEnds)
    case fetched([FetchedCheckpoint])
    /// Look at the timers.
    case tick
    /// The partition is given up in good order: start nothing, and wait so long for what runs.
    case revoked(patience: Milliseconds)
}

extension Ledger {
    mutating func handle(_ event: LedgerEvent, at now: Moment, into effects: inout [LedgerEffect]) {
        switch event {
        case .arrived(let arrivals): arrive(arrivals, at: now, into: &effects)
        case .granted(let ready, let ticket): grant(ready, ticket, at: now, into: &effects)
        case .performed(let run, let ticket, let result, let session):
            guard runs[run].stage == .running(ticket) else { return effects.append(.impossible(.performedWithoutStep)) }
            runs[run].session = session
            apply(.returned(result), to: run, at: now, into: &effects)
        case .timedOut(let run, let ticket, let limit):
            guard runs[run].stage == .running(ticket) else { return effects.append(.impossible(.timedOutWithoutStep)) }
            apply(.timedOut(after: limit), to: run, at: now, into: &effects)
        case .committed(let places): committed(places, at: now, into: &effects)
        case .aborted(let reason): aborted(reason, at: now, into: &effects)
        case .endsRead(let ends):
            guard patience.answer(end: ends.steps) else { return effects.append(.impossible(.endsReadUnasked)) }
        case .fetched(let found): fetched(found, at: now, into: &effects)
        case .tick: wakeUp(at: now, into: &effects)
        case .revoked(let patience): close(at: now, patience: patience, into: &effects)
        }
        if mail.hasUnread { readMail(at: now, into: &effects) }
        giveUpOnUnknown(at: now)
        fetch(at: now, into: &effects)
        part(at: now)
        writes.noteWanted(at: now.uptime)
        assert(isSound, "the parts of a ledger do not agree: \(fault ?? "")")
    }
}
