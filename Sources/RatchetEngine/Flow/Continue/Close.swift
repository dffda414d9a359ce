extension Ledger {
    /// How far the partition is given up.
    enum Closing: Equatable {
        /// What comes back until then (uptime) is settled and committed.
        case finishing(until: Milliseconds)
        /// What has not come back goes on without a lease.
        case parting
    }

    /// Nothing is started any more.
    var isClosing: Bool { closing != nil }

    /// What comes back is too late for the last commit.
    var isParting: Bool { closing == .parting }

    /// The partition is given up in good order: what runs comes to its end if that is near, what is settled commits, and
    /// what was not begun is left.
    mutating func close(at now: Moment, patience: Milliseconds, into effects: inout [LedgerEffect]) {
        guard !isClosing else { return }
        closing = .finishing(until: now.uptime + patience)
        var left: [Int] = []
        pending.removeAll { write in
            guard write.meaning == .pickUp else { return false }
            pendingBytes -= write.bytes
            left.append(write.run)
            return true
        }
        for place in left {
            leavePickUp(place, into: &effects)
            turn(place, to: .ready)
        }
    }

    /// Once what runs has come back, or had its time: the pick-ups of steps that go on are taken back, so that moving a
    /// partition is never counted as a crash.
    mutating func part(at now: Moment) {
        guard case .finishing(let until)? = closing, until <= now.uptime || !isPerforming else { return }
        closing = .parting
        takeBackPickUps(at: now)
    }

    /// Everything that this lease could commit is committed.
    var isClosed: Bool { isParting && pending.isEmpty && !hasBatchInFlight }

    /// When a partition that is being given up waits no longer for what runs; uptime.
    var parting: Milliseconds? {
        if case .finishing(let until)? = closing { until } else { nil }
    }

    private var isPerforming: Bool { runs.contains { if case .running = $0.stage { true } else { false } } }

    mutating func takeBackPickUps(at now: Moment) {
        for place in livePlaces where isHandedOut(place) { takeBackPickUp(of: place, at: now) }
        for place in refused.runs.sorted() where place >= 0 && runs[place].stage == .settled {
            // What came back is not written: its step is as good as not begun.
            turn(place, to: .ready)
            takeBackPickUp(of: place, at: now)
        }
    }

    /// Picked up under this lease, and not come back.
    private func isHandedOut(_ place: Int) -> Bool {
        switch runs[place].stage {
        case .running, .continuing: true
        case .expected, .waiting, .blocked, .ready, .pickingUp, .settled: false
        }
    }

    private mutating func takeBackPickUp(of place: Int, at now: Moment) {
        guard runs[place].checkpoint.pickups > 0, !runs[place].hasTakenBack else { return }
        runs[place].hasTakenBack = true
        append(.run(settlement.takeBack(runs[place].checkpoint, at: now.wall)), .takeBack, run: place)
    }
}
