import Dispatch
import Synchronization

/// Where events wait for the one thread that takes them, in the order they came.
final class Mailbox<Event: Sendable>: Sendable {
    private struct State {
        var events: [Event] = []
        var isAwaited = false
        /// Of the events that were posted with one.
        var weight = 0
        /// Threads that wait for room.
        var waiting = 0
        var isClosed = false
    }

    private let limit: Int
    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)
    private let room = DispatchSemaphore(value: 0)

    /// - Parameter limit: the weight from which on who posts with one waits.
    init(limit: Int = .max) { self.limit = limit }

    func post(_ event: Event) {
        let wakes = state.withLock { Self.add(event, to: &$0) }
        if wakes { arrival.signal() }
    }

    /// Waits until there is room for more.
    func post(_ event: Event, weight: Int) {
        while true {
            let wakes: Bool? = state.withLock { state in
                guard state.weight < limit || state.isClosed else {
                    state.waiting += 1
                    return nil
                }
                state.weight += weight
                return Self.add(event, to: &state)
            }
            guard let wakes else {
                room.wait()
                continue
            }
            if wakes { arrival.signal() }
            return
        }
    }

    /// Nobody takes events any more: who waits for room goes on.
    func close() {
        letGoOn { $0.isClosed = true }
    }

    /// Everything that has come; waits for the first at most so many milliseconds (nil: as long as it takes).
    func take(into events: inout [Event], within limit: Milliseconds?) {
        events.removeAll(keepingCapacity: true)
        if drain(into: &events, orAwait: true) { return }
        if let limit {
            if arrival.wait(timeout: .now() + .milliseconds(Int(min(limit, 60_000)))) == .timedOut {
                // Somebody may signal between the time-out and this: the next wait returns at once then, with nothing.
                state.withLock { $0.isAwaited = false }
            }
        } else {
            arrival.wait()
        }
        _ = drain(into: &events, orAwait: false)
    }

    /// True when somebody waits for it.
    private static func add(_ event: Event, to state: inout State) -> Bool {
        state.events.append(event)
        defer { state.isAwaited = false }
        return state.isAwaited
    }

    private func drain(into events: inout [Event], orAwait: Bool) -> Bool {
        var isSome = false
        letGoOn { state in
            guard !state.events.isEmpty else {
                state.isAwaited = orAwait
                return
            }
            swap(&state.events, &events)
            state.weight = 0
            isSome = true
        }
        return isSome
    }

    /// After the change, who waited for room looks again.
    private func letGoOn(after change: (inout State) -> Void) {
        let count = state.withLock { state in
            change(&state)
            guard state.weight < limit || state.isClosed else { return 0 }
            defer { state.waiting = 0 }
            return state.waiting
        }
        for _ in 0..<count { room.signal() }
    }
}
