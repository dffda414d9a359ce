/// A row of `mail` that was not settled when it was read.
struct AuditedRow {
    let offset: Int64
    /// By the broker's clock.
    let appended: Milliseconds
}

/// Rows of `mail`: they lie where whom they are for has its home, and do not rest for ever.
extension PartitionAudit {
    package mutating func take(mail record: MailRecord) {
        switch record {
        case .row(let row):
            let key = row.mail.key
            guard isHome(key.address.jobId, rules.topics.mail, row.offset) else { return }
            rows[key] = AuditedRow(offset: row.offset, appended: row.appended)
        case .settled(let key, let offset):
            guard isHome(key.address.jobId, rules.topics.mail, offset) else { return }
            rows[key] = nil
        }
    }

    /// An owner has written here at that time.
    mutating func noteOwner(at time: Milliseconds) { ownerHours.insert(time / Self.hour) }

    /// A row is left if it has rested for long enough, and an owner who was there long after it came went on for long
    /// enough to lose patience: it also rests while there is no executor.
    mutating func judgeMail() {
        findings.restingMail += rows.count
        for (key, row) in rows where isLeft(row) {
            let jobId = key.address.jobId
            if let run = runs[jobId], run.isLeftAlone { continue }
            let days = (rules.now - row.appended) / (24 * Self.hour)
            let words = "the row \(key.text) has rested for \(days) d, and the owner of its run did not settle it"
            fail(.mailLeft, rules.topics.mail, row.offset, jobId, words)
        }
        rows = [:]
    }

    private func isLeft(_ row: AuditedRow) -> Bool {
        let (patience, margin) = (rules.lives.mailPatience, rules.lives.margin)
        guard rules.now - row.appended > patience + margin else { return false }
        let later = ownerHours.filter { $0 * Self.hour > row.appended + margin && $0 * Self.hour <= rules.now }
        guard let first = later.min(), let last = later.max() else { return false }
        // By the hour, so that of the difference one hour is not known.
        return (last - first - 1) * Self.hour >= patience
    }

    private static var hour: Milliseconds { 3_600_000 }
}

extension Address {
    fileprivate var jobId: String {
        switch self {
        case .run(let jobId): jobId
        }
    }
}
