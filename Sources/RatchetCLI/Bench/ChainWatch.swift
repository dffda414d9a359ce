import Ratchet
import Synchronization

/// Sees each step of the chains when it is performed, and so the time from one to the next of its run.
///
/// `@unchecked Sendable`: a run's cells are touched by its steps only, one after another; all cells are read when the last
/// step was counted.
final class ChainWatch: @unchecked Sendable {
    private let jobs: Int
    private let steps: Int
    /// When each step of each run was seen, by run.
    private let seen: UnsafeMutableBufferPointer<ContinuousClock.Instant?>
    private let count = Atomic<Int>(0)
    private let whenDone: @Sendable () -> Void

    init(jobs: Int, steps: Int, whenDone: @escaping @Sendable () -> Void) {
        self.jobs = jobs
        self.steps = steps
        self.whenDone = whenDone
        seen = .allocate(capacity: jobs * steps)
        seen.initialize(repeating: nil)
    }

    deinit {
        seen.deallocate()
    }

    func saw(_ step: Int, of run: Int) {
        seen[run * steps + step] = .now
        if count.add(1, ordering: .acquiringAndReleasing).newValue == jobs * steps { whenDone() }
    }

    /// Nothing more will be seen.
    func giveUp() { whenDone() }

    /// After the end.
    ///
    /// A first step only says when its run began: it waits for its trigger, not for the engine.
    var result: ChainResult {
        var gaps: [Duration] = []
        for run in 0..<jobs {
            for step in 1..<max(steps, 1) {
                if let from = seen[run * steps + step - 1], let to = seen[run * steps + step] {
                    gaps.append(from.duration(to: to))
                }
            }
        }
        gaps.sort()
        let times = seen.compactMap { $0 }
        let time = times.min().flatMap { first in times.max().map { first.duration(to: $0) } } ?? .zero
        return ChainResult(
            steps: times.count,
            time: time,
            p50: gaps.isEmpty ? .zero : gaps[gaps.count / 2],
            p99: gaps.isEmpty ? .zero : gaps[gaps.count * 99 / 100]
        )
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
    var seconds: Double { self / .seconds(1) }
}
