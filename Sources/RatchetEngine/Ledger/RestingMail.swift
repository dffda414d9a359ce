/// The rows of a partition's mail that are not settled, by whom they are for.
///
/// From the moment in which a write is made that settles a row, the row is left alone. It is gone when that is committed,
/// or its null is read, whatever is known first. What is read under its key after that may be another row: the same thing
/// said again.
struct RestingMail {
    private struct Resting {
        var row: MailRow
        /// Offset of the row that a write on its way settles.
        var settling: Int64?
    }

    private var rows: [String: [Resting]] = [:]
    private var bytes: [String: Int] = [:]
    private(set) var count = 0
    /// Runs whose rows are to be looked at.
    private var unread = Deque<String>()

    /// What comes from outside for one run.
    static let rowLimit = 1_000
    static let byteLimit = 1 << 20
    /// For all runs of a partition.
    static let totalLimit = 100_000

    var isEmpty: Bool { rows.isEmpty }
    var hasUnread: Bool { !unread.isEmpty }

    /// False when there are too many already.
    func hasRoom(for row: MailRow) -> Bool {
        let jobId = row.jobId
        return count < Self.totalLimit && (rows[jobId]?.count ?? 0) < Self.rowLimit
            && (bytes[jobId] ?? 0) + row.mail.bytes <= Self.byteLimit
    }

    /// A row that was there when the lease began.
    mutating func admit(_ row: MailRow) {
        if rows[row.jobId] == nil { unread.append(row.jobId) }
        add(row)
    }

    mutating func add(_ row: MailRow) {
        if let place = place(of: row.mail.key) {
            rows[row.jobId]?[place].row = row
        } else {
            rows[row.jobId, default: []].append(Resting(row: row))
            bytes[row.jobId, default: 0] += row.mail.bytes
            count += 1
        }
    }

    mutating func popUnread() -> String? { unread.popFirst() }

    func rows(for jobId: String) -> [MailRow] { rows[jobId]?.map(\.row) ?? [] }

    /// Nil when it is settled, or about to be.
    func row(_ key: MailKey) -> MailRow? {
        guard let place = place(of: key), let resting = rows[key.jobId]?[place] else { return nil }
        return resting.settling == nil ? resting.row : nil
    }

    /// The oldest row for a run that is not being settled.
    func next(for jobId: String) -> MailRow? {
        if rows.isEmpty { return nil }
        return rows[jobId]?.first { $0.settling == nil }?.row
    }

    // MARK: The end of a row

    /// A write that settles the row is on its way.
    mutating func beginSettling(_ key: MailKey) {
        guard let place = place(of: key), let offset = rows[key.jobId]?[place].row.offset else { return }
        rows[key.jobId]?[place].settling = offset
    }

    /// That write is committed.
    mutating func settled(_ key: MailKey) {
        guard let place = place(of: key), let resting = rows[key.jobId]?[place] else { return }
        if resting.row.offset == resting.settling {
            remove(place, of: key.jobId)
        } else {
            rows[key.jobId]?[place].settling = nil
            unread.append(key.jobId)
        }
    }

    /// Its null was read.
    mutating func remove(_ key: MailKey, before offset: Int64) {
        guard let place = place(of: key), rows[key.jobId]?[place].row.offset ?? .max < offset else { return }
        remove(place, of: key.jobId)
    }

    private mutating func remove(_ place: Int, of jobId: String) {
        guard let row = rows[jobId]?.remove(at: place).row else { return }
        bytes[jobId, default: 0] -= row.mail.bytes
        count -= 1
        guard rows[jobId]?.isEmpty ?? true else { return }
        rows[jobId] = nil
        bytes[jobId] = nil
    }

    private func place(of key: MailKey) -> Int? {
        rows[key.jobId]?.firstIndex { $0.row.mail.key == key }
    }
}

extension MailRow {
    var jobId: String { mail.command.jobId }
}

extension MailKey {
    fileprivate var jobId: String {
        switch address {
        case .run(let jobId): jobId
        }
    }
}
