import Ratchet

extension Ledger {
    /// The effect and the offset of a command commit together, so that it is neither lost nor applied twice when the
    /// partition moves.
    ///
    /// False: hold it, its run has a batch in flight.
    mutating func accept(
        _ decision: CommandDecision,
        at offset: Int64,
        appended: Milliseconds,
        _ now: Moment,
        into effects: inout [LedgerEffect]
    ) -> Bool {
        switch decision {
        case .reject(let rejection): append(.reject(rejection), .other, source: (.commands, offset))
        case .apply(let command):
            if let place = places[command.jobId] {
                if runs[place].isInFlight { return false }
                apply(command, appended: appended, to: place, at: now, source: offset, into: &effects)
            } else if !over.contains(command.jobId), !command.isSpread {
                append(.spread(command), .other, source: (.commands, offset))
            }
        }
        advance(.commands, to: offset + 1)
        return true
    }

    private mutating func apply(
        _ command: Command,
        appended: Milliseconds,
        to place: Int,
        at now: Moment,
        source offset: Int64,
        into effects: inout [LedgerEffect]
    ) {
        // Applied already, and read again after a lost offset.
        if let last = runs[place].checkpoint.command, last.at > appended || last.id == command.id { return }
        switch command.kind {
        case .terminate:
            if isTerminating(place) { return }
            stop(place, into: &effects)
            withdraw(place)
            let applied = Checkpoint.AppliedCommand(id: command.id, at: appended)
            let write = settlement.terminate(
                runs[place].checkpoint,
                by: applied,
                reason: command.reason ?? "by \(command.by)",
                at: now.wall
            )
            turn(place, to: .settled)
            append(.run(write), .settle, run: place, source: (.commands, offset))
        }
    }

    private func isTerminating(_ place: Int) -> Bool {
        let isTermination = { (write: PendingWrite) in
            guard write.run == place, case .run(let run) = write.entry else { return false }
            return run.checkpoint.status == .terminated
        }
        return pending.contains(where: isTermination) || refused.writes.contains(where: isTermination)
    }

    /// Whatever the run was doing ends here; what it held is free.
    mutating func stop(_ place: Int, into effects: inout [LedgerEffect]) {
        switch runs[place].stage {
        case .running(let ticket):
            effects.append(.cancel(ticket))
            freeSlot(of: place, into: &effects)
        case .pickingUp: freeSlot(of: place, into: &effects)
        case .expected: expectedCount -= 1
        case .ready: leaveReady(place)
        case .waiting, .blocked, .continuing, .settled: break
        }
    }
}
