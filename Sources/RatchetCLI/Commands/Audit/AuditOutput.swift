import RatchetEngine
import RatchetKafka

/// Tells what an audit has read and found.
struct AuditOutput {
    let session: Session
    let report: AuditReport
    let time: Duration

    private var findings: AuditFindings { report.findings }
    private var out: TextStream { session.terminal.out }

    /// Throws a ``CommandFailure`` of code `failed` when there are violations.
    func write(isJSON: Bool) throws {
        if isJSON {
            for violation in findings.violations { out.line(violation.json.text) }
            out.line(summary.text)
        } else {
            writeText()
        }
        for violation in findings.unconfirmed {
            session.warn("\(violation.kind.rawValue) at \(violation.place) was gone when everything was read again")
        }
        let seconds = "\((time.seconds * 10).rounded() / 10) s"
        let what = "\(report.records) records of \(findings.runs.all) runs, \(seconds)"
        guard findings.violations.isEmpty else {
            let count = findings.violations.count
            throw CommandFailure(.failed, "\(count) \(count == 1 ? "violation" : "violations") in \(what)")
        }
        session.say("No violation in \(what).")
    }

    private func writeText() {
        var topics = Table(["TOPIC", "PARTITIONS", "RECORDS"])
        for topic in report.topics {
            topics.add([Table.Cell(topic.name), Table.Cell("\(topic.partitions)"), Table.Cell("\(topic.records)")])
        }
        for line in topics.lines(for: out) { out.line(line) }
        out.line("")
        out.line("\(findings.runs.all) runs\(runWords.isEmpty ? "" : ": ")\(runWords)")
        let counts = [
            (findings.waitingTriggers, "triggers that no executor has read yet"),
            (findings.restingMail, "rows of mail that wait for their runs"),
            (findings.promisedOutputs, "published records, according to checkpoints"),
        ]
        for (count, words) in counts where count > 0 { out.line("\(count) \(words)") }
        let skipped = Unchecked.allCases.compactMap { what in findings.unchecked[what].map { (what, $0) } }
        if !skipped.isEmpty || !findings.otherOutputs.isEmpty {
            out.line("")
            out.line("Not checked:")
            for (what, count) in skipped { out.line("  \(count) \(what.words)") }
            for topic in findings.otherOutputs.sorted() {
                out.line("  what was published to \(topic) (--output \(topic))")
            }
        }
        guard !findings.violations.isEmpty else { return }
        out.line("")
        var table = Table(["VIOLATION", "PLACE", "RUN", "WHAT"])
        for violation in findings.violations {
            table.add([
                Table.Cell(violation.kind.rawValue, .bad), Table.Cell("\(violation.place)"),
                Table.Cell(violation.jobId), Table.Cell(violation.message),
            ])
        }
        // Not cut, not even on a terminal: the places are what one needs.
        for line in table.lines(for: out, widths: table.widths(in: nil)) { out.line(line) }
    }

    private var runWords: String {
        let runs = findings.runs
        let overdue = runs.overdue > 0 ? " (\(runs.overdue) overdue)" : ""
        let words: [(Int, String)] = [
            (runs.complete, "complete"), (runs.error, "error"), (runs.terminated, "terminated"), (runs.live, "live"),
            (runs.waiting, "waiting\(overdue)"), (runs.held, "blocked"), (runs.starting, "not begun"),
        ]
        return words.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    private var summary: JSONObject {
        var topics = JSONObject()
        for topic in report.topics { topics.add(topic.name, topic.records) }
        var unchecked = JSONObject()
        for what in Unchecked.allCases { unchecked.add(what.rawValue, findings.unchecked[what]) }
        var runs = JSONObject()
        runs.add("complete", findings.runs.complete)
        runs.add("error", findings.runs.error)
        runs.add("terminated", findings.runs.terminated)
        runs.add("live", findings.runs.live)
        runs.add("waiting", findings.runs.waiting)
        runs.add("overdue", findings.runs.overdue)
        runs.add("blocked", findings.runs.held)
        runs.add("notBegun", findings.runs.starting)
        var object = JSONObject()
        object.add("type", "summary")
        object.add("violations", findings.violations.count)
        object.add("unconfirmed", findings.unconfirmed.count)
        object.add("records", topics)
        object.add("runs", runs)
        object.add("waitingTriggers", findings.waitingTriggers)
        object.add("restingMail", findings.restingMail)
        object.add("publishedRecords", findings.promisedOutputs)
        object.add("unchecked", unchecked)
        object.add("milliseconds", time.milliseconds)
        return object
    }
}

extension Violation {
    fileprivate var json: JSONObject {
        var object = JSONObject()
        object.add("type", "violation")
        object.add("kind", kind.rawValue)
        object.add("topic", place.topic)
        object.add("partition", place.partition)
        object.add("offset", place.offset)
        object.add("jobId", jobId)
        object.add("message", message)
        return object
    }
}

extension Unchecked {
    fileprivate var words: String {
        switch self {
        case .compactedHistories: "runs, before the first checkpoint that compaction has left of them"
        case .newerRecords: "records of a newer version of the wire format"
        case .movingRuns: "runs that moved on while they were read: only their checkpoints were checked"
        case .unknownPolicies: "retried runs of jobs that this program does not have: their number of attempts"
        case .deletedSteps: "live runs whose step may be past the retention of steps"
        case .repeatedSteps: "repeated steps whose checkpoints have been compacted away"
        case .oldTriggers: "triggers without a run, whose dead letter may have been settled long ago"
        case .oldLetters: "failed runs whose dead letter may have been settled long ago"
        case .unreadPartitions: "partitions of triggers and steps for which the group has committed no offset"
        case .unmarkedOutputs: "published records without Ratchet's header"
        case .foreignOutputs: "published records of another deployment"
        case .unnumberedOutputs: "published records in more topics than are counted for a run"
        case .expiredOutputs: "published records of runs whose checkpoint is past its retention"
        case .deletedOutputs: "runs whose published records are incomplete in topics that have deleted records"
        }
    }
}
