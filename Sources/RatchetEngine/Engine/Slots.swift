/// Who may run: a number of slots, runs that wait for one by priority, and at most one suspect among those that run.
struct Slots {
    private let limit: Int
    private(set) var used = 0
    private var waiting: [Deque<ReadyRun>]
    private var suspects = Deque<ReadyRun>()
    private(set) var suspectRuns = false

    static let priorities = 10

    init(limit: Int) {
        self.limit = limit
        waiting = Array(repeating: Deque(), count: Self.priorities)
    }

    mutating func ask(_ ready: ReadyRun) {
        if ready.isSuspect {
            suspects.append(ready)
        } else {
            waiting[Self.priorities - 1 - min(max(ready.priority, 0), Self.priorities - 1)].append(ready)
        }
    }

    /// The next run that gets a slot; those that do not want it any more are passed over.
    mutating func grant(where wants: (ReadyRun) -> Bool) -> ReadyRun? {
        guard used < limit else { return nil }
        while !suspectRuns, let suspect = suspects.popFirst() {
            guard wants(suspect) else { continue }
            suspectRuns = true
            used += 1
            return suspect
        }
        for place in waiting.indices {
            while let ready = waiting[place].popFirst() {
                guard wants(ready) else { continue }
                used += 1
                return ready
            }
        }
        return nil
    }

    mutating func free() { used -= 1 }

    mutating func suspectEnded() { suspectRuns = false }
}
