import KafkaClient
import RatchetEngine

/// The tables of one partition, from records of `checkpoints` and of `mail` in the order of each: the last checkpoint of each
/// run, and the rows that are not settled.
struct TableBuilder {
    fileprivate struct Unreadable {
        let place: RecordPlace
        let error: WireError
    }

    /// What is kept of the last checkpoint of a run.
    fileprivate enum Run {
        case cold(StepNumber, due: Milliseconds, offset: Int64)
        case finished(at: Milliseconds)
        indirect case other(Checkpoint)
        indirect case unreadable(Unreadable)
    }

    /// The most runs, and the most rows of mail, in one part of a table, so that the engine has other turns between two of them.
    static let partLimit = 4_096

    private var runs: [String: Run] = [:]
    private var rows: [String: MailRow] = [:]
    private var unreadableRows: [String: Unreadable] = [:]

    mutating func take(checkpoint record: ConsumedRecord) {
        guard let jobId = record.key else { return }
        do throws(WireError) {
            runs[jobId] = try Run(record)
        } catch {
            runs[jobId] = .unreadable(Unreadable(place: record.place, error: error))
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
        var reports = runs.compactMap { jobId, run in
            if case .unreadable(let run) = run {
                Report.unreadableCheckpoint(of: jobId, run.place, run.error)
            } else {
                nil
            }
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
        var count = 0
        for (jobId, run) in runs {
            if count == Self.partLimit {
                give(part)
                part = Table()
                count = 0
            }
            count += 1
            switch run {
            case .cold(let number, let due, let offset):
                part.cold.append(ColdRun(jobId: jobId, number: number, due: due, offset: offset))
            case .finished(let time): part.finished.append((jobId, time))
            case .other(let checkpoint): part.checkpoints.append(checkpoint)
            case .unreadable: part.unreadable.append(jobId)
            }
        }
        for row in rows.values.sorted(by: { $0.offset < $1.offset }) {
            if part.mail.count == Self.partLimit {
                give(part)
                part = Table()
            }
            part.mail.append(row)
        }
        part.mailEnd = mailEnd
        give(part)
    }
}

extension TableBuilder.Run {
    /// Nil for a tombstone.
    ///
    /// Of a run that waits or is over, what its owner does not keep is not read.
    fileprivate init?(_ record: ConsumedRecord) throws(WireError) {
        // What is wrong with a record that its head cannot tell, reading all of it does.
        let head = try? record.checkpointHead()
        if case .over(_, let time)? = head?.standing {
            self = .finished(at: time)
        } else if let head, case .waiting(let due) = Onward(from: head.standing, head.holds) {
            self = .cold(head.number, due: due, offset: record.offset)
        } else {
            guard let checkpoint = try record.checkpoint() else { return nil }
            self = .other(checkpoint)
        }
    }
}
