import Ratchet

extension Ledger {
    /// What happened to a run becomes a write; an interruption becomes none, the step is repeated from its checkpoint.
    ///
    /// - Parameters:
    ///   - input: what happened.
    ///   - place: the run's.
    ///   - keys: rows of mail whose effect this replaces, and which are settled with it.
    ///   - now: the moment.
    ///   - effects: gets what is to be done.
    mutating func apply(
        _ input: Input,
        to place: Int,
        settling keys: [MailKey] = [],
        at now: Moment,
        into effects: inout [LedgerEffect]
    ) {
        let wasBlocked = runs[place].checkpoint.holds.contains(.blocked)
        guard let write = write(input, to: place, as: .settle, settling: keys, at: now) else {
            makeContinuing(place, at: now, into: &effects)
            return
        }
        turn(place, to: .settled, at: now)
        if case .letter(let reason, _, let final) = write.dead, let error = write.checkpoint.error {
            var facts = metadata(place)
            facts["reason"] = reason.rawValue
            facts["error"] = error.message
            facts["error.type"] = error.type
            effects.append(
                .report(
                    final
                        ? Report(.error, "A run failed; its dead letter keeps its state", facts)
                        : Report(.warning, "A step failed and will be retried", facts)
                )
            )
        } else if write.checkpoint.holds.contains(.blocked), !wasBlocked {
            var facts = metadata(place)
            facts["error"] = write.checkpoint.error?.message
            effects.append(.report(Report(.error, "A run is blocked: this program cannot go on with it", facts)))
        }
    }
}
