import RatchetEngine

extension Table {
    /// One row for each run.
    init(of runs: [Checkpoint], now: Milliseconds) {
        self.init(["JOB ID", "JOB", "TENANT", "STATUS", "STEP", "PROGRESS", "UPDATED"])
        for run in runs { add(run.row(now: now)) }
    }
}

extension Checkpoint {
    /// The run as a row of a table of runs.
    func row(now: Milliseconds) -> [Table.Cell] {
        [
            Table.Cell(run.jobId),
            Table.Cell(run.job),
            Table.Cell(run.tenant),
            Table.Cell(statusWords, style),
            Table.Cell("\(number.seq)"),
            Table.Cell(progress?.words),
            Table.Cell(Time.age(of: updated, now: now)),
        ]
    }

    /// As in `running (retrying)`.
    var statusWords: String {
        phase.map { "\(status.rawValue) (\($0.rawValue))" } ?? status.rawValue
    }

    var style: TextStyle? {
        switch status {
        case .error: .bad
        case .complete: .good
        case .terminated: .doubtful
        case .pending, .scheduled, .running: phase == .blocked || phase == .suspect ? .doubtful : nil
        }
    }
}
