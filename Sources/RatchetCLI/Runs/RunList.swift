import RatchetEngine
import RatchetKafka

/// Writes lists of runs.
struct RunList: Sendable {
    let session: Session
    let isJSON: Bool
    let filter: CheckpointTable.Filter
    let limit: Int?

    /// Gives the widths of the columns, for the rows that follow.
    func write(_ checkpoints: CheckpointTable) -> [Int] {
        let out = session.terminal.out
        let all = checkpoints.runs(filter)
        let runs = Array(all.prefix(limit ?? all.count))
        let table = Table(of: runs, now: SystemClock.now.wall)
        let widths = table.widths(in: out.width)
        if isJSON {
            for run in runs { out.line(run.json(withContent: false).text) }
        } else {
            for line in table.lines(for: out, widths: widths) { out.line(line) }
            if runs.count < all.count { session.say("\(all.count - runs.count) more.") }
        }
        for (place, message) in checkpoints.unreadable { session.warn("\(place) cannot be read: \(message)") }
        return widths
    }

    func write(_ change: RunChange, widths: [Int]) {
        let out = session.terminal.out
        switch change {
        case .checkpoint(let checkpoint):
            guard filter.takes(checkpoint) else { return }
            let row = checkpoint.row(now: SystemClock.now.wall)
            out.line(isJSON ? checkpoint.json(withContent: false).text : Table.line(row, widths, out))
        case .unreadable(let place, let message):
            session.warn("\(place) cannot be read: \(message)")
        case .expired, .letter, .resolved:
            break
        }
    }
}
