import Ratchet

/// Decides all that an executor does: which partitions it owns, which steps run, what is committed with what.
///
/// Pure: events in, effects out; the clock comes with the event. `Executor` carries the effects out, the simulator
/// plays the world.
package struct Engine {
    package let configuration: EngineConfiguration
    let rules: [String: JobRules]
    var partitions: [PartitionState]
    var slots: Slots
    /// Producers that are free, the one that has rested longest first.
    var resting = Deque<Int>()
    var batches: [Int: Batch] = [:]
    var pace = CommitPace()
    /// When a partition is to be committed that waits for others; uptime.
    var commitWake: Milliseconds?
    /// Cancelled or written off, and not ended yet; with the uptime since when.
    var strays: [Ticket: Milliseconds] = [:]
    /// Of the events that are handled.
    var uptime: Milliseconds = 0
    var releasing: [Int32] = []
    var stopping: Stopping?
    var isExhausted = false
    var serials = Serials()
    /// Ledgers' effects, while they are looked at.
    var buffer: [LedgerEffect] = []

    struct Serials {
        var opening = 0
        var batch = 0
        /// Of commit marks: never restarts within a process.
        var counter: Int64 = 0
    }

    enum Stopping {
        case draining(until: Milliseconds)
        case leaving
    }

    package init(configuration: EngineConfiguration, rules: [String: JobRules]) {
        self.configuration = configuration
        self.rules = rules
        partitions = (0..<configuration.partitionCount).map { _ in PartitionState() }
        slots = Slots(limit: configuration.slots)
        for producer in 0..<configuration.producers { resting.append(producer) }
    }

    /// Takes in what happened, in order, then starts what can start and commits what can be committed.
    package mutating func handle(_ events: [EngineEvent], at now: Moment, into effects: inout [EngineEffect]) {
        uptime = now.uptime
        for event in events { take(event, at: now, into: &effects) }
        grantSlots(at: now, into: &effects)
        commitReady(at: now, into: &effects)
        release(at: now, into: &effects)
        holdBackIntake(into: &effects)
        drain(at: now, into: &effects)
    }

    private mutating func take(_ event: EngineEvent, at now: Moment, into effects: inout [EngineEffect]) {
        switch event {
        case .assigned(let lease, let given):
            endRevocation()
            dropParked(except: given, into: &effects)
            for partition in given { open(Int(partition), lease, at: now, into: &effects) }
        case .revoked(let taken): revoke(taken, at: now, into: &effects)
        case .lost(let taken): lose(taken)
        case .committedRead(.opening(let opening), let partition, let positions):
            committedRead(opening, Int(partition), positions, into: &effects)
        case .committedRead(.outcome(let batch), let partition, let positions):
            outcomeRead(batch, Int(partition), positions, at: now, into: &effects)
        case .endsRead(let opening, let partition, let ends):
            endsRead(opening, Int(partition), ends, at: now, into: &effects)
        case .tableRead(let opening, let partition, let table):
            tableRead(opening, Int(partition), table, at: now, into: &effects)
        case .arrived(let opening, let partition, let arrivals):
            arrived(opening, Int(partition), arrivals, at: now, into: &effects)
        case .performed(let ticket, let result, let session):
            performed(ticket, result, session, at: now, into: &effects)
        case .enteredRegion(let ticket): slots[ticket]?.enterRegion(at: now)
        case .leftRegion(let ticket): slots[ticket]?.leaveRegion(at: now)
        case .batchEnded(let id, let outcome, let places): batchEnded(id, outcome, places, at: now, into: &effects)
        case .fetched(let opening, let partition, let found):
            fetched(opening, Int(partition), found, at: now, into: &effects)
        case .tick: tick(at: now, into: &effects)
        case .stop: stop(at: now, into: &effects)
        case .left: effects.append(.stopped)
        }
    }

    private mutating func arrived(
        _ opening: Int,
        _ partition: Int,
        _ arrivals: [Arrival],
        at now: Moment,
        into effects: inout [EngineEffect]
    ) {
        guard partitions[partition].owned?.ledger.opening == opening else { return }
        tell(partition, .arrived(arrivals), at: now, into: &effects)
    }

    /// Gives an event to a partition's ledger and does what it asks for.
    mutating func tell(
        _ partition: Int,
        _ event: LedgerEvent,
        at now: Moment,
        into effects: inout [EngineEffect]
    ) {
        var asked: [LedgerEffect] = []
        swap(&asked, &buffer)
        partitions[partition].owned?.ledger.handle(event, at: now, into: &asked)
        var doubt: Report?
        for effect in asked {
            switch effect {
            case .ready(let ready): slots.ask(ready)
            case .release(let ticket): slots.free(ticket)
            case .perform(let order): begin(order, at: now, into: &effects)
            case .cancel(let ticket): abandon(ticket, into: &effects)
            case .askForEnds:
                guard let opening = partitions[partition].owned?.ledger.opening else { continue }
                effects.append(.log(.readEnds(opening: opening, Int32(partition))))
            case .fetch(let offsets):
                guard let opening = partitions[partition].owned?.ledger.opening else { continue }
                effects.append(.log(.fetch(opening: opening, Int32(partition), offsets: offsets)))
            case .leaseDoubted(let why): doubt = Report(.warning, why, ["partition": "\(partition)"])
            case .impossible(let what):
                let facts = ["partition": "\(partition)", "event": what.rawValue]
                doubt = Report(.error, Self.impossible, facts)
            case .report(let report): effects.append(.report(report))
            }
        }
        asked.removeAll(keepingCapacity: true)
        swap(&asked, &buffer)
        if let doubt {
            effects.append(.report(doubt))
            reopen(partition, at: now)
        }
    }

    /// In how many milliseconds to send a `tick`, at the latest; nil when nothing is due by time.
    package func nextWake(after now: Moment) -> Milliseconds? {
        var wake: Milliseconds? = slots.isPerforming ? Self.sweep : nil
        func consider(_ time: Milliseconds) { wake = min(wake ?? .max, max(0, time)) }
        for index in partitions.indices {
            if let due = partitions[index].owned?.ledger.nextWake { consider(max(due, now.wall) - now.wall) }
            if let turn = partitions[index].owned?.ledger.nextTurn { consider(turn - now.uptime) }
            if case .resting(let until)? = partitions[index].opening?.stage { consider(until - now.uptime) }
        }
        for since in strays.values where now.uptime - since <= configuration.strayPatience {
            consider(since + configuration.strayPatience + 1 - now.uptime)
        }
        if case .draining(let until)? = stopping { consider(until - now.uptime) }
        if let commitWake, !resting.isEmpty { consider(commitWake - now.uptime) }
        return wake
    }

    var patience: Milliseconds { min(pace.milliseconds, configuration.patienceLimit) }

    /// A fault of the engine, not of the log: its partition is opened anew.
    package static let impossible = "An event that cannot be: the table is read anew"

    /// How often running steps are looked at for their deadlines.
    static let sweep: Milliseconds = 100

    private mutating func tick(at now: Moment, into effects: inout [EngineEffect]) {
        let late = slots.steps.compactMap { ticket, step in
            step.passedLimit(at: now).map { (ticket: ticket, limit: $0) }
        }
        for (ticket, limit) in late.sorted(by: { $0.ticket < $1.ticket }) {
            guard let step = slots[ticket] else { continue }
            timedOut(ticket, step, after: limit, at: now, into: &effects)
        }
        for partition in partitions.indices {
            tell(partition, .tick, at: now, into: &effects)
            if case .resting(let until)? = partitions[partition].opening?.stage, until <= now.uptime {
                beginReading(partition, into: &effects)
            }
        }
    }
}
