/// The end of a lease in good order.
extension Ledger {
    /// Nothing is started any more.
    var isClosing: Bool { closing != nil }

    /// What comes back is too late for the last commit.
    var isParting: Bool { closing == .parting }

    /// Everything that this lease could commit is committed.
    var isClosed: Bool { isParting && writes.isEmpty }

    /// The partition is given up in good order: what runs comes to its end if that is near, what is settled commits, and
    /// what was not begun is left.
    mutating func close(at now: Moment, patience: Milliseconds, into effects: inout [LedgerEffect]) {
        guard !isClosing else { return }
        closing = .finishing(until: now.uptime + patience)
        for place in writes.dropPickUps() {
            runs[place].write = .none
            leavePickUp(place, at: now, into: &effects)
            turn(place, to: .ready, at: now)
        }
    }

    /// Once what runs has come back, or had its time: the pick-ups of steps that go on are taken back, so that moving a
    /// partition is never counted as a crash.
    mutating func part(at now: Moment) {
        guard case .finishing(let until)? = closing, until <= now.uptime || runs.runningCount == 0 else { return }
        closing = .parting
        for place in runs.livePlaces where runs[place].stage.isUnderWay { takeBackPickUp(of: place, at: now) }
        for place in writes.refused.runs.sorted() { takeBackRefused(place, at: now) }
    }

    /// What came back is not written: its step is as good as not begun.
    mutating func takeBackRefused(_ place: Int, at now: Moment) {
        guard runs[place].stage == .settled else { return }
        writes.withdrawRefused(of: place)
        runs[place].write = .none
        turn(place, to: .ready, at: now)
        takeBackPickUp(of: place, at: now)
    }

    mutating func takeBackPickUp(of place: Int, at now: Moment) {
        guard runs[place].checkpoint.pickups > 0, !runs[place].hasTakenBack else { return }
        runs[place].hasTakenBack = true
        _ = write(.takenBack, to: place, as: .takeBack, at: now)
    }
}
