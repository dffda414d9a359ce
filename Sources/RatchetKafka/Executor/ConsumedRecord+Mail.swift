import KafkaClient
import RatchetEngine

extension ConsumedRecord {
    /// A record of `mail`; nil for the null of a row that this version does not know.
    func mail() throws(WireError) -> MailRecord? {
        try MailCodec.decode(key: keyBytes, value: value, offset: offset, appended: timestamp.milliseconds)
    }
}

extension Report {
    /// A row of mail is left where it is.
    static func unreadableMail(_ place: RecordPlace, _ error: WireError, rows: Int = 1) -> Report {
        Report(
            .warning,
            "A row of mail cannot be read by this version: it is left where it is",
            ["place": "\(place)", "error": "\(error)", "rows": "\(rows)", "partition": "\(place.partition)"]
        )
    }
}
