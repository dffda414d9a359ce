/// Where a run goes from its checkpoint.
package enum Onward: Equatable {
    case over
    /// Nothing but the end of what holds it changes that.
    case held
    case waiting(until: Milliseconds)
    case step

    /// The one place that decides where a run goes, when a lease begins as after each commit.
    package init(from standing: Standing, _ holds: Holds) {
        if standing.isOver {
            self = .over
        } else if !holds.isEmpty {
            self = .held
        } else {
            self = standing.wake.map { .waiting(until: $0.due) } ?? .step
        }
    }
}

extension Checkpoint {
    /// - Parameter lifted: what holds the run no longer.
    /// - Returns: where it goes.
    func onward(lifting lifted: Holds) -> Onward { Onward(from: standing, holds.subtracting(lifted)) }
}
