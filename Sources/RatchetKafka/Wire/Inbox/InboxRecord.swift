import RatchetEngine

/// A record of a public inbox, `triggers` or `commands`, as it came: anybody may have written it.
package struct InboxRecord: Sendable {
    /// The most bytes, value and headers together, that a refused record's dead letter keeps.
    static let keptLimit = 1_048_576
    /// For each header: its prefix in the dead letter, and its lengths.
    static let headerOverhead = 20
    static let messageLimit = 2_000
    /// The most bytes of a key that a dead letter keeps: no jobId is longer.
    static let keyLimit = 1_024

    package let topic: String
    package let partition: Int32
    package let offset: Int64
    /// The broker's append time.
    package let timestamp: Milliseconds
    package let key: [UInt8]?
    package let value: [UInt8]?
    package let headers: [Rejection.Header]

    package init(
        topic: String,
        partition: Int32,
        offset: Int64,
        timestamp: Milliseconds,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: [Rejection.Header]
    ) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
        self.headers = headers
    }

    /// Where the record lies, as `ratchet.triggers/3/1042`.
    var place: String { "\(topic)/\(partition)/\(offset)" }

    private var keptKey: String? {
        guard let key, key.count <= Self.keyLimit else { return nil }
        return String(validating: key, as: UTF8.self)
    }

    /// Keyed by its place, so that it never takes the place of a run's dead letter.
    func rejection(_ reason: DeadLetter.Reason, _ message: String, at now: Milliseconds) -> Rejection {
        let size = headers.reduce(value?.count ?? 0) {
            $0 + Self.headerOverhead + $1.name.utf8.count + ($1.value?.count ?? 0)
        }
        // Scalars: a single character can be of any length.
        let words = String(String.UnicodeScalarView(message.unicodeScalars.prefix(Self.messageLimit)))
        let isKept = size <= Self.keptLimit
        let note = isKept ? "" : "; its \(size) bytes are too many to keep, read them at \(place)"
        return Rejection(
            key: place,
            reason: reason,
            message: words + note,
            place: place,
            originalKey: keptKey,
            at: now,
            bytes: isKept ? value : [],
            headers: isKept ? headers : []
        )
    }
}
