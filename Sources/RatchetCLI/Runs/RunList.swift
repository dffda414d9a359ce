import RatchetEngine
import RatchetKafka

/// Writes lists of runs.
struct RunList: Sendable {
    let session: Session
    let isJSON: Bool
    let filter: CheckpointTable.Filter
    let limit: Int?

    /// Gives the widths of the columns, for the rows that follow.
    func write(_ table: CheckpointTable) -> [Int] {
        let out = session.terminal.out
        let all = table.runs(filter)
        let runs = Array(all.prefix(limit ?? all.count))
        let rows = RunTable(runs, now: SystemClock.now.wall).table
        if isJSON {
            for run in runs { out.line(run.json(withContent: false).text) }
        } else {
            for line in rows.lines(for: out) { out.line(line) }
            if runs.count < all.count { session.say("\(all.count - runs.count) more.") }
        }
        for (place, message) in table.unreadable { session.warn("\(place) cannot be read: \(message)") }
        return rows.widths(in: out.width)
    }

    func write(_ change: RunChange, widths: [Int]) {
        let out = session.terminal.out
        switch change {
        case .checkpoint(let checkpoint):
            guard filter.takes(checkpoint) else { return }
            let row = RunTable.row(checkpoint, now: SystemClock.now.wall)
            out.line(isJSON ? checkpoint.json(withContent: false).text : Table.line(row, widths, out))
        case .unreadable(let place, let message):
            session.warn("\(place) cannot be read: \(message)")
        case .expired, .letter, .resolved:
            break
        }
    }
}
