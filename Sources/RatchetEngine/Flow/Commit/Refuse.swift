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
        guard !writes.pending.isEmpty else { return }
        let write = writes.takeFirst()
        guard case .refused(let why, let fault) = reason, fault != .clock else {
            keepApart(write, wasTried: wasTried, after: reason, at: now, into: &effects)
            return
        }
        let isTooLarge = fault == .size
        let message = "What this wrote is refused: \(why)"
        switch (write.entry, write.run) {
        // The next lease needs no take-back, and finds what has expired again.
        case (.run, let place?) where write.meaning == .takeBack: runs[place].write = .none
        case (.expire, _): break
        case (.run(let run), let place?) where isTooLarge ? run.isReducible : run.publishes && write.alternative == nil:
            leavePickUp(place, at: now, into: &effects)
            let input = Input.unwritable(message, isTooLarge: isTooLarge)
            apply(input, to: place, settling: run.settles, at: now, into: &effects)
            if !isTooLarge { writes.giveLast(alternative: write.entry) }
        case (.start(let run, _), _) where isTooLarge: reject(write, from: run.origin.at, message, at: now)
        case (.post(let mail, _), _) where isTooLarge: reject(write, from: mail.from, message, at: now)
        case (.reject(let rejection, _), _) where isTooLarge && rejection.bytes != nil:
            reject(write, from: rejection.place, "\(rejection.message) \(message)", at: now)
        case (.run, _), (.start, _), (.post, _), (.reject, _), (.settle, _):
            keepApart(write, wasTried: wasTried, after: reason, at: now, into: &effects)
            return
        }
        let facts = ["error": why, "partition": "\(partition)"]
        effects.append(.report(Report(.error, "A record is refused however it is sent", facts)))
    }

    /// It waits apart from the others, without a slot.
    private mutating func keepApart(
        _ write: PendingWrite,
        wasTried: Bool,
        after reason: AbortReason,
        at now: Moment,
        into effects: inout [LedgerEffect]
    ) {
        var write = write
        var due = now.uptime + configuration.refusalRest
        var isNext = false
        switch reason {
        case .fenced, .transient:
            // Says nothing about this record: it starts again with the success.
            if !write.publishes { write.turnToAlternative() }
            due = min(due, now.uptime + Trouble.longestRest)
        case .refused(_, .target) where write.publishes && write.alternative != nil:
            // If both the step's success and its failure are refused, what the step publishes is not the cause.
            isNext = true
            due = now.uptime
            write.turnToAlternative()
        case .refused(let why, let fault):
            if fault != .clock { write.turnToAlternative() }
            var facts = write.run.map { metadata($0) } ?? ["partition": "\(partition)"]
            facts["error"] = why
            effects.append(.report(Report(.error, "A record is refused for now: it is tried again", facts)))
        }
        writes.keepApart(write, until: due, wasTried: wasTried, isNext: isNext)
        guard let place = write.run else { return }
        leavePickUp(place, at: now, into: &effects)
        if isParting { takeBackRefused(place, at: now) }
        // It may be refused for ever: what has come for the run meanwhile need not wait for it.
        _ = takeMail(place, at: now, into: &effects)
    }

    private mutating func reject(_ write: PendingWrite, from place: String, _ message: String, at now: Moment) {
        let rejection = Rejection(
            key: place,
            reason: .oversize,
            message: message,
            place: place,
            at: now.wall,
            bytes: nil,
            headers: []
        )
        writes.putFirst(PendingWrite(.reject(rejection, settling: write.settles.first), source: write.source))
    }
}

extension RunWrite {
    /// Its failure takes less room.
    fileprivate var isReducible: Bool { publishes || checkpoint.standing.ending != .error }
}
