import Synchronization

/// What an executor has done since it started.
package final class Metrics: Sendable {
    private let performedSteps = Atomic<Int>(0)
    private let committedBatches = Atomic<Int>(0)
    private let abortedBatches = Atomic<Int>(0)

    package init() {}

    /// Calls of user code that came back.
    package var steps: Int { performedSteps.load(ordering: .relaxed) }
    /// Transactions.
    package var commits: Int { committedBatches.load(ordering: .relaxed) }
    /// Transactions that did not commit, or whose outcome had to be asked for.
    package var troubles: Int { abortedBatches.load(ordering: .relaxed) }

    func count(_ events: [EngineEvent]) {
        var steps = 0
        for event in events {
            switch event {
            case .performed: steps += 1
            case .batchEnded(_, .committed, _): committedBatches.add(1, ordering: .relaxed)
            case .batchEnded: abortedBatches.add(1, ordering: .relaxed)
            default: break
            }
        }
        performedSteps.add(steps, ordering: .relaxed)
    }
}
