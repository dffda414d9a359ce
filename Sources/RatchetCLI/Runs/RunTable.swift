import RatchetEngine

/// Runs as rows for people.
struct RunTable {
    private(set) var table = Table(["JOB ID", "JOB", "TENANT", "STATUS", "STEP", "PROGRESS", "UPDATED"])
    let now: Milliseconds

    init(_ runs: [Checkpoint], now: Milliseconds) {
        self.now = now
        for run in runs { table.add(Self.row(run, now: now)) }
    }

    static func row(_ checkpoint: Checkpoint, now: Milliseconds) -> [Table.Cell] {
        [
            Table.Cell(checkpoint.run.jobId),
            Table.Cell(checkpoint.run.job),
            Table.Cell(checkpoint.run.tenant),
            Table.Cell(checkpoint.statusWords, checkpoint.style),
            Table.Cell("\(checkpoint.number.seq)"),
            Table.Cell(checkpoint.progress?.words),
            Table.Cell(Time.age(of: checkpoint.updated, now: now)),
        ]
    }
}

extension Checkpoint {
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
