import Ratchet

/// What it takes to break a rule of the ledger, where it takes more than a line.
extension Ledger {
    @inline(__always) func flawed(_ flaw: Flaw) -> Bool { configuration.flawed(flaw) }

    /// `stale`, `noseq`: the record of an old step becomes the run's step again.
    mutating func revive(_ step: StepArrival, _ place: Int, into effects: inout [LedgerEffect]) {
        guard let record = try? step.payload.decode() else { return }
        switch runs[place].stage {
        case .expected: expectedCount -= 1
        case .waiting: break
        case .blocked, .ready, .pickingUp, .continuing, .running, .settled: return
        }
        runs[place].checkpoint.number = step.number
        runs[place].checkpoint.state = record.state
        makeReady(place, into: &effects)
    }

    /// `lostcmd`: true when the command is to wait, its offset done.
    mutating func postpones(_ offset: Int64, _ place: Int) -> Bool {
        guard runs[place].stage.isUnderWay else { return false }
        advance(.commands, to: offset + 1)
        return true
    }

    /// `early`: the run is where its write says, before that is committed.
    mutating func hurry(_ place: Int, _ write: RunWrite, into effects: inout [LedgerEffect]) {
        runs[place].checkpoint = write.checkpoint
        makeContinuing(place, into: &effects)
    }

    /// `halving`: the batch is halved, and its second half is not tried again.
    mutating func loseHalf(of entries: Int) {
        guard let limit = trouble.limit, limit < entries, pending.count >= entries else { return }
        for write in pending[limit..<entries] { pendingBytes -= write.bytes }
        pending.removeSubrange(limit..<entries)
    }
}

extension Settlement {
    @inline(__always) func flawed(_ flaw: Flaw) -> Bool { configuration.flawed(flaw) }
}

extension StepFailure {
    /// `cut`: what a cut is taken for.
    static var cut: StepFailure { StepFailure(type: "Cut", message: "The step was cut.", decision: .retry) }
}
