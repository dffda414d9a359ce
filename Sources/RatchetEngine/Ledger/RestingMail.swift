/// The rows of a partition's mail that are not settled, by whom they are for.
///
/// A row is there from when it is read until its null is read. From the moment in which a write is made that settles it, it
/// is left alone, whatever becomes of that write, and so is any repeat of its key: only what is read after the null is a new
/// row. (The topic is not compacted before its owner can have read the null.)
struct RestingMail {
    private struct Resting {
        let row: MailRow
        /// A write that settles it is on its way, or committed.
        var isSettling = false
    }

    private var rows: [String: [Resting]] = [:]
    private var bytes: [String: Int] = [:]
    private(set) var count = 0
    private var totalBytes = 0
    /// Runs whose rows lay there when the lease began, and were not looked at yet.
    private var unread = Deque<String>()

    /// What comes from outside for one run.
    static let rowLimit = 1_000
    static let byteLimit = 1 << 20
    /// For all runs of a partition.
    static let totalByteLimit = 16 << 20

    var isEmpty: Bool { rows.isEmpty }
    var hasUnread: Bool { !unread.isEmpty }

    /// Where there is too much already.
    enum Excess {
        case ofRun
        case ofPartition
    }

    /// Nil when there is room.
    func excess(with row: MailRow) -> Excess? {
        let jobId = row.jobId
        if rows[jobId]?.count ?? 0 >= Self.rowLimit || (bytes[jobId] ?? 0) + row.mail.bytes > Self.byteLimit {
            return .ofRun
        }
        return totalBytes + row.mail.bytes > Self.totalByteLimit ? .ofPartition : nil
    }

    /// A row that was there when the lease began.
    mutating func admit(_ row: MailRow) {
        if rows[row.jobId] == nil { unread.append(row.jobId) }
        add(row)
    }

    mutating func add(_ row: MailRow) {
        guard place(of: row.mail.key) == nil else { return }
        rows[row.jobId, default: []].append(Resting(row: row))
        bytes[row.jobId, default: 0] += row.mail.bytes
        totalBytes += row.mail.bytes
        count += 1
    }

    func contains(_ key: MailKey) -> Bool { place(of: key) != nil }

    mutating func popUnread() -> String? { unread.popFirst() }

    func rows(for jobId: String) -> [MailRow] { rows[jobId]?.map(\.row) ?? [] }

    /// Nil when it is settled, or about to be.
    func row(_ key: MailKey) -> MailRow? {
        guard let place = place(of: key), let resting = rows[key.jobId]?[place] else { return nil }
        return resting.isSettling ? nil : resting.row
    }

    /// The oldest row for a run that is not being settled.
    func next(for jobId: String) -> MailRow? {
        rows[jobId]?.first { !$0.isSettling }?.row
    }

    // MARK: The end of a row

    /// A write that settles the row is on its way.
    mutating func beginSettling(_ key: MailKey) {
        guard let place = place(of: key) else { return }
        rows[key.jobId]?[place].isSettling = true
    }

    /// Its null was read.
    mutating func remove(_ key: MailKey) {
        if let place = place(of: key) { remove(place, of: key.jobId) }
    }

    private mutating func remove(_ place: Int, of jobId: String) {
        guard let row = rows[jobId]?.remove(at: place).row else { return }
        bytes[jobId, default: 0] -= row.mail.bytes
        totalBytes -= row.mail.bytes
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
