import RatchetEngine

/// What an executor has read of its mail, for what it may not do then.
extension World {
    func watchMail(_ event: EngineEvent, on executor: SimulatedExecutor, at moment: Moment) {
        switch event {
        case .tableRead(let opening, let partition, let table)
        where isReading(opening, partition, executor, begun: false):
            for row in table.mail { executor.mailRead[opening, default: [:]][row.mail.key] = moment.uptime }
        case .arrived(let opening, let partition, let arrivals)
        where isReading(opening, partition, executor, begun: true):
            for arrival in arrivals { watch(arrival, opening, executor, moment) }
        default: break
        }
    }

    /// A row that the run's owner had read before this moment, and may not leave as it is.
    func restingMail(for jobId: String, on executor: SimulatedExecutor) -> MailKey? {
        let uptime = moment(of: executor).uptime
        guard let opening = executor.engine.opening(of: plan.partition(of: jobId), isOwned: true) else { return nil }
        let resting = executor.mailRead[opening]?.filter { key, read in
            key.address == .run(jobId: jobId) && read < uptime && uptime - read < plan.mailPatience / 2
        }
        return resting?.keys.min { $0.text < $1.text }
    }

    private func isReading(_ opening: Int, _ partition: Int32, _ executor: SimulatedExecutor, begun: Bool) -> Bool {
        executor.engine.opening(of: partition, isOwned: begun) == opening
    }

    private func watch(_ arrival: Arrival, _ opening: Int, _ executor: SimulatedExecutor, _ moment: Moment) {
        switch arrival {
        case .mail(.row(let row)):
            if executor.mailRead[opening]?[row.mail.key] == nil {
                executor.mailRead[opening, default: [:]][row.mail.key] = moment.uptime
            }
        case .mail(.settled(let key, _)): executor.mailRead[opening]?[key] = nil
        case .step(let step) where step.number.seq == 0 && auditor.runs[step.jobId]?.last == nil:
            guard executor.startsRead[opening, default: []].insert(step.jobId).inserted else { return }
            let since = executor.mailRead[opening]?.filter { $0.key.address == .run(jobId: step.jobId) }.values.max()
            guard let since, moment.uptime - since < plan.mailPatience / 2 else { return }
            auditor.doomed[step.jobId] = (executor.index, executor.knownLease)
        default: break
        }
    }
}
