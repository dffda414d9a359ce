import Ratchet

extension Ledger {
    /// What came of a step becomes a write; an interruption becomes none, the step is repeated from its checkpoint.
    mutating func settle(_ place: Int, _ outcome: Outcome, at now: Moment, into effects: inout [LedgerEffect]) {
        if case .running = runs[place].stage { freeSlot(of: place, into: &effects) }
        let write = settlement.settle(
            runs[place].checkpoint,
            outcome,
            rules: rules[runs[place].checkpoint.run.job],
            at: now.wall
        )
        guard let write else {
            makeContinuing(place, into: &effects)
            return
        }
        turn(place, to: .settled)
        append(.run(write), .settle, run: place)
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
        } else if write.checkpoint.phase == .blocked, runs[place].checkpoint.phase != .blocked {
            var facts = metadata(place)
            facts["error"] = write.checkpoint.error?.message
            effects.append(.report(Report(.error, "A run is blocked: this program cannot go on with it", facts)))
        }
    }
}
