extension Ledger {
    /// The partition is given up in good order: what is settled commits, what was not begun is left, and the pick-ups of
    /// steps that go on without a lease are taken back, so that moving a partition is never counted as a crash.
    mutating func close(at now: Moment, into effects: inout [LedgerEffect]) {
        guard !isClosing else { return }
        isClosing = true
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
        takeBackPickUps(at: now)
    }

    /// Everything that this lease could commit is committed.
    var isClosed: Bool { isClosing && pending.isEmpty && !hasBatchInFlight }

    mutating func takeBackPickUps(at now: Moment) {
        for place in livePlaces where wasHandedOut(place) && !flawed(.pickups) {
            let write = settlement.takeBack(runs[place].checkpoint, at: now.wall)
            runs[place].hasTakenBack = true
            append(.run(write), .takeBack, run: place)
        }
    }

    /// Picked up under this lease, and not come back.
    private func wasHandedOut(_ place: Int) -> Bool {
        guard runs[place].checkpoint.pickups > 0, !runs[place].hasTakenBack else { return false }
        switch runs[place].stage {
        case .running, .continuing: return true
        case .expected, .waiting, .blocked, .ready, .pickingUp, .settled: return false
        }
    }
}
