import Ratchet

/// What becomes of a write that the broker refuses, however often it is sent.
extension Ledger {
    /// Where its size or where it publishes to is at fault, what can be said of it goes to `dead`; else it is this
    /// machine's clock or Ratchet's own topics that refuse it, and it waits apart.
    ///
    /// - Parameters:
    ///   - wasTried: it has waited apart before.
    ///   - reason: what the broker says.
    ///   - now: the moment.
    ///   - effects: gets what is to be done.
    mutating func refuseFirst(
        wasTried: Bool,
        for reason: AbortReason,
        at now: Moment,
        into effects: inout [LedgerEffect]
    ) {
        guard let write = pending.first else { return }
        guard case .refused(let why, let fault) = reason, fault != .clock else {
            keepFirst(wasTried: wasTried, after: reason, at: now, into: &effects)
            return
        }
        let isTooLarge = fault == .size
        let message = "What this wrote is refused: \(why)"
        switch write.entry {
        // The next lease does without the one, and finds the other again.
        case .run where write.meaning == .takeBack, .expire: dropFirstPending()
        case .run(let run) where isTooLarge ? run.isReducible : run.publishes && write.alternative == nil:
            dropFirstPending()
            leavePickUp(write.run, into: &effects)
            settle(write.run, .unwritable(message, isTooLarge: isTooLarge), at: now, into: &effects)
            pending[pending.count - 1].alternative = isTooLarge ? nil : write.entry
        case .start(let run, _) where isTooLarge: rejectFirst(write, from: run.origin.at, message, at: now)
        case .reject(let rejection) where isTooLarge && rejection.bytes != nil:
            rejectFirst(write, from: rejection.place, "\(rejection.message) \(message)", at: now)
        case .run, .start, .reject, .spread:
            keepFirst(wasTried: wasTried, after: reason, at: now, into: &effects)
            return
        }
        let facts = ["error": why, "partition": "\(partition)"]
        effects.append(.report(Report(.error, "A record is refused however it is sent", facts)))
    }

    /// It waits apart from the others, without a slot.
    private mutating func keepFirst(
        wasTried: Bool,
        after reason: AbortReason,
        at now: Moment,
        into effects: inout [LedgerEffect]
    ) {
        var write = pending[0]
        dropFirstPending()
        leavePickUp(write.run, into: &effects)
        var due = now.uptime + configuration.refusalRest
        var isNext = false
        switch reason {
        case .fenced, .transient:
            // Says nothing of it: success or failure, it begins anew with the success.
            if !write.publishes { write.turnToAlternative() }
            due = min(due, now.uptime + Trouble.longestRest)
        case .refused(_, .target) where write.publishes && write.alternative != nil:
            // Where both a step's success and its failure are refused, it is not for what the step publishes.
            isNext = true
            due = now.uptime
            write.turnToAlternative()
        case .refused(let why, let fault):
            if fault != .clock { write.turnToAlternative() }
            var facts = write.run >= 0 ? metadata(write.run) : ["partition": "\(partition)"]
            facts["error"] = why
            effects.append(.report(Report(.error, "A record is refused for now: it is tried again", facts)))
        }
        if wasTried {
            refused.putBack(write, until: due, isNext: isNext)
        } else {
            refused.add(write, until: due)
        }
    }

    /// One of them was accepted, and so may the others be.
    mutating func retryRefused() {
        guard !isClosing else { return }
        let writes = refused.takeAll()
        for write in writes { pendingBytes += write.bytes }
        pending.insert(contentsOf: writes, at: 0)
    }

    /// Gives back the slot that a pick-up holds.
    ///
    /// One that has waited apart holds none.
    mutating func leavePickUp(_ place: Int, into effects: inout [LedgerEffect]) {
        guard place >= 0, runs[place].stage == .pickingUp else { return }
        freeSlot(of: place, into: &effects)
        turn(place, to: .waiting)
    }

    private mutating func dropFirstPending() { pendingBytes -= pending.removeFirst().bytes }

    private mutating func rejectFirst(
        _ write: PendingWrite,
        from place: String,
        _ message: String,
        at now: Moment
    ) {
        dropFirstPending()
        let rejection = Rejection(
            key: place,
            reason: .oversize,
            message: message,
            place: place,
            at: now.wall,
            bytes: nil,
            headers: []
        )
        let rejected = PendingWrite(.reject(rejection), .other, source: write.source)
        pendingBytes += rejected.bytes
        pending.insert(rejected, at: 0)
    }
}

extension RunWrite {
    /// Its failure takes less room.
    fileprivate var isReducible: Bool { publishes || checkpoint.status != .error }
}
