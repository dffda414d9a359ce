import Dispatch
import Synchronization

/// Where events wait for the one thread that takes them, in the order they came.
final class Mailbox<Event: Sendable>: Sendable {
    private struct State {
        var events: [Event] = []
        var isAwaited = false
    }

    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)

    func post(_ event: Event) {
        let wakes = state.withLock { state in
            state.events.append(event)
            defer { state.isAwaited = false }
            return state.isAwaited
        }
        if wakes { arrival.signal() }
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

    private func drain(into events: inout [Event], orAwait: Bool) -> Bool {
        state.withLock { state in
            guard !state.events.isEmpty else {
                state.isAwaited = orAwait
                return false
            }
            swap(&state.events, &events)
            return true
        }
    }
}
