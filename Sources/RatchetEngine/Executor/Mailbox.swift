import Dispatch
import Synchronization

/// Where events wait for the one thread that takes them, in the order they came.
///
/// Without a lock, since many threads post: one that loses its processor holds up no other.
///
/// `@unchecked Sendable`: a letter belongs to the thread that posts it until it is in the chain, and from then on to the one
/// that takes the chain.
final class Mailbox<Event: Sendable>: @unchecked Sendable {
    private struct Letter {
        let event: Event
        let weight: Int
        var earlier: UnsafeMutablePointer<Letter>?
    }

    private let newest = Atomic<UnsafeMutablePointer<Letter>?>(nil)
    private let isAwaited = Atomic<Bool>(false)
    private let arrival = DispatchSemaphore(value: 0)

    private let limit: Int
    private let weight = Atomic<Int>(0)
    private let isClosed = Atomic<Bool>(false)
    /// Threads that wait for room, or are about to.
    private let waiting = Atomic<Int>(0)
    private let room = DispatchSemaphore(value: 0)

    /// - Parameter limit: the weight of waiting events beyond which posting an event that has a weight blocks.
    init(limit: Int = .max) { self.limit = limit }

    deinit {
        var events: [Event] = []
        _ = drain(into: &events)
    }

    func post(_ event: Event) { add(event, weight: 0) }

    /// Waits until there is room for more: each thread exceeds the limit by one event at most.
    func post(_ event: Event, weight added: Int) {
        while !hasRoom {
            waiting.add(1, ordering: .sequentiallyConsistent)
            // Re-check: room made before this thread was counted sends it no signal. (One too many wakes a thread that
            // finds no room, and waits again.)
            if hasRoom { break }
            room.wait()
        }
        weight.add(added, ordering: .sequentiallyConsistent)
        add(event, weight: added)
    }

    private var hasRoom: Bool {
        weight.load(ordering: .sequentiallyConsistent) < limit || isClosed.load(ordering: .sequentiallyConsistent)
    }

    private func add(_ event: Event, weight: Int) {
        let letter = UnsafeMutablePointer<Letter>.allocate(capacity: 1)
        letter.initialize(to: Letter(event: event, weight: weight, earlier: newest.load(ordering: .relaxed)))
        while true {
            let (isPosted, other) = newest.weakCompareExchange(
                expected: letter.pointee.earlier,
                desired: letter,
                successOrdering: .sequentiallyConsistent,
                failureOrdering: .relaxed
            )
            if isPosted { break }
            letter.pointee.earlier = other
        }
        if isAwaited.load(ordering: .sequentiallyConsistent), isAwaited.exchange(false, ordering: .relaxed) {
            arrival.signal()
        }
    }

    /// Nobody takes events any more: threads that wait for room go on.
    func close() {
        isClosed.store(true, ordering: .sequentiallyConsistent)
        letGoOn()
    }

    private func letGoOn() {
        for _ in 0..<waiting.exchange(0, ordering: .sequentiallyConsistent) { room.signal() }
    }

    /// Everything that has come; waits for the first at most so many milliseconds (nil: as long as it takes).
    ///
    /// One thread only.
    func take(into events: inout [Event], within limit: Milliseconds?) {
        events.removeAll(keepingCapacity: true)
        if drain(into: &events) { return }
        isAwaited.store(true, ordering: .sequentiallyConsistent)
        // Re-check: an event posted before the flag was set sends no signal.
        if drain(into: &events) {
            isAwaited.store(false, ordering: .relaxed)
            return
        }
        if let limit {
            // Somebody may signal between the time-out and this: the next wait returns at once then, with nothing.
            if arrival.wait(timeout: .now() + .milliseconds(Int(min(limit, 60_000)))) == .timedOut {
                isAwaited.store(false, ordering: .relaxed)
            }
        } else {
            arrival.wait()
        }
        _ = drain(into: &events)
    }

    private func drain(into events: inout [Event]) -> Bool {
        var next = newest.exchange(nil, ordering: .sequentiallyConsistent)
        guard next != nil else { return false }
        var taken = 0
        while let letter = next {
            let content = letter.move()
            letter.deallocate()
            events.append(content.event)
            taken += content.weight
            next = content.earlier
        }
        events.reverse()
        if taken > 0 {
            weight.subtract(taken, ordering: .sequentiallyConsistent)
            letGoOn()
        }
        return true
    }
}
