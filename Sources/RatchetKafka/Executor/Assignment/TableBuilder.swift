import KafkaClient
import RatchetEngine

/// The tables of one partition, from records of `checkpoints` and of `mail` in the order of each: the last checkpoint of each
/// run, and the rows that are not settled.
struct TableBuilder {
    private struct Unreadable {
        let place: RecordPlace
        let error: WireError
    }

    /// In one part of a table, so that the engine has other turns between two of them.
    static let partLimit = 4_096

    private var checkpoints: [String: Checkpoint] = [:]
    private var unreadable: [String: Unreadable] = [:]
    private var rows: [String: MailRow] = [:]
    private var unreadableRows: [String: Unreadable] = [:]

    mutating func take(checkpoint record: ConsumedRecord) {
        guard let jobId = record.key else { return }
        checkpoints[jobId] = nil
        unreadable[jobId] = nil
        do throws(WireError) {
            guard var checkpoint = try record.checkpoint() else { return }
            // Of a run that is over the owner only needs to know that it was.
            if checkpoint.standing.isOver { checkpoint.state = nil }
            checkpoints[jobId] = checkpoint
        } catch {
            unreadable[jobId] = Unreadable(place: record.place, error: error)
        }
    }

    mutating func take(mail record: ConsumedRecord) {
        guard let key = record.key else { return }
        rows[key] = nil
        unreadableRows[key] = nil
        do throws(WireError) {
            if case .row(let row)? = try record.mail() { rows[key] = row }
        } catch {
            unreadableRows[key] = Unreadable(place: record.place, error: error)
        }
    }

    /// What a person has to know of it.
    var reports: [Report] {
        var reports = unreadable.map { jobId, unreadable in
            Report(
                .error,
                "A checkpoint cannot be read by this version: its run is left alone",
                [
                    "job.id": jobId, "place": "\(unreadable.place)", "error": "\(unreadable.error)",
                    "partition": "\(unreadable.place.partition)",
                ]
            )
        }
        if let first = unreadableRows.values.min(by: { $0.place < $1.place }) {
            reports.append(.unreadableMail(first.place, first.error, rows: unreadableRows.count))
        }
        return reports
    }

    /// - Parameters:
    ///   - mailEnd: where `mail` is to be followed from.
    ///   - give: called with each part, in order.
    consuming func forEachPart(mailEnd: Int64, _ give: (Table) -> Void) {
        var part = Table()
        for checkpoint in checkpoints.values {
            part.checkpoints.append(checkpoint)
            guard part.checkpoints.count == Self.partLimit else { continue }
            give(part)
            part = Table()
        }
        part.unreadable = Array(unreadable.keys)
        part.mail = rows.values.sorted { $0.offset < $1.offset }
        part.mailEnd = mailEnd
        give(part)
    }
}
