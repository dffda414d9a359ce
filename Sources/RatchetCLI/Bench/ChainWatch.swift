import Ratchet
import Synchronization

/// Sees each step of the chains when it is performed, and so the time from one to the next of its run.
final class ChainWatch: Sendable {
    private struct State {
        var first: ContinuousClock.Instant?
        var last: ContinuousClock.Instant?
        /// When each run was last seen.
        var seen: [ContinuousClock.Instant?]
        var gaps: [Duration] = []
        var steps = 0
    }

    private let total: Int
    private let state: Mutex<State>
    private let whenDone: @Sendable () -> Void

    init(jobs: Int, steps: Int, whenDone: @escaping @Sendable () -> Void) {
        total = jobs * steps
        self.whenDone = whenDone
        var state = State(seen: Array(repeating: nil, count: jobs))
        state.gaps.reserveCapacity(total)
        self.state = Mutex(state)
    }

    /// A first step only says when its run began: it waits for its trigger, not for the engine.
    func saw(_ step: Int, of run: Int) {
        let now = ContinuousClock.now
        let isLast = state.withLock { state in
            if state.first == nil { state.first = now }
            if step > 0, let last = state.seen[run] { state.gaps.append(last.duration(to: now)) }
            state.seen[run] = now
            state.last = now
            state.steps += 1
            return state.steps == total
        }
        if isLast { whenDone() }
    }

    /// Nothing more will be seen.
    func giveUp() { whenDone() }

    var result: ChainResult {
        state.withLock { state in
            let gaps = state.gaps.sorted()
            let time = state.first.flatMap { first in state.last.map { first.duration(to: $0) } } ?? .zero
            return ChainResult(
                steps: state.steps,
                time: time,
                p50: gaps.isEmpty ? .zero : gaps[gaps.count / 2],
                p99: gaps.isEmpty ? .zero : gaps[gaps.count * 99 / 100]
            )
        }
    }
}

/// What a bench of chains measured.
struct ChainResult {
    let steps: Int
    /// From the first step performed to the last.
    let time: Duration
    let p50: Duration
    let p99: Duration

    var stepsPerSecond: Double { Double(steps) / max(time.seconds, 1e-9) }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
