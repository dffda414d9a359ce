/// Where a run goes from its checkpoint.
enum Onward: Equatable {
    case over
    /// Nothing but the end of what holds it changes that.
    case held
    case waiting(until: Milliseconds)
    case step
}

extension Checkpoint {
    /// The one place that decides where a run goes, when a lease begins as after each commit.
    ///
    /// - Parameter lifted: what holds the run no longer.
    /// - Returns: where it goes.
    func onward(lifting lifted: Holds) -> Onward {
        if standing.isOver { return .over }
        if !holds.subtracting(lifted).isEmpty { return .held }
        return standing.wake.map { .waiting(until: $0.due) } ?? .step
    }
}
