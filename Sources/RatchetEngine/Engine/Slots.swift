/// Who may run: a number of slots, each of which belongs to one step from its grant to its end; runs that wait for one by
/// priority; and at most one suspect among the steps that run.
struct Slots {
    private let limit: Int
    private(set) var steps: [Ticket: RunningStep] = [:]
    private var waiting: [Deque<ReadyRun>]
    private var suspects = Deque<ReadyRun>()
    /// The one suspect that runs.
    private var suspect: Ticket?
    private var lastTicket = 0

    static let priorities = 10

    init(limit: Int) {
        self.limit = limit
        waiting = Array(repeating: Deque(), count: Self.priorities)
    }

    var used: Int { steps.count }

    var isPerforming: Bool { steps.values.contains { $0.jobId != nil } }

    /// The steps that are performed, in the order in which they were granted their slots.
    var performing: [(ticket: Ticket, step: RunningStep)] {
        steps.filter { $0.value.jobId != nil }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    var hasSuspect: Bool { suspect != nil }

    subscript(ticket: Ticket) -> RunningStep? {
        get { steps[ticket] }
        _modify { yield &steps[ticket] }
    }

    mutating func ask(_ ready: ReadyRun) {
        if ready.isSuspect {
            suspects.append(ready)
        } else {
            waiting[Self.priorities - 1 - min(max(ready.priority, 0), Self.priorities - 1)].append(ready)
        }
    }

    /// The next run that gets a slot; those that do not want it any more are passed over.
    mutating func grant(where wants: (ReadyRun) -> Bool) -> (ReadyRun, Ticket)? {
        guard steps.count < limit, let ready = next(where: wants) else { return nil }
        lastTicket += 1
        let ticket = Ticket(serial: lastTicket)
        steps[ticket] = RunningStep(ready)
        if ready.isSuspect { suspect = ticket }
        return (ready, ticket)
    }

    private mutating func next(where wants: (ReadyRun) -> Bool) -> ReadyRun? {
        while suspect == nil, let ready = suspects.popFirst() {
            if wants(ready) { return ready }
        }
        for place in waiting.indices {
            while let ready = waiting[place].popFirst() {
                if wants(ready) { return ready }
            }
        }
        return nil
    }

    /// - Returns: the step whose slot it was; nil when it was freed before.
    @discardableResult
    mutating func free(_ ticket: Ticket) -> RunningStep? {
        if suspect == ticket { suspect = nil }
        return steps.removeValue(forKey: ticket)
    }
}
