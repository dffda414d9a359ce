extension Ledger {
    /// Takes a step in that went on while its partition had no ledger here, if its run is live and stands at that step.
    ///
    /// - Parameters:
    ///   - jobId: the run's.
    ///   - number: of the step.
    ///   - ticket: of its call.
    ///   - now: the moment.
    /// - Returns: the run's place.
    mutating func attach(_ jobId: String, at number: StepNumber, _ ticket: Ticket, at now: Moment) -> Int? {
        guard case .live(let place) = runs.find(jobId), runs[place].stage == .expected,
            runs[place].checkpoint.number == number
        else { return nil }
        turn(place, to: .running(ticket), at: now)
        return place
    }
}
