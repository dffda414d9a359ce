extension ClientSettings {
    /// Partitions by hand.
    ///
    /// The library wants a group's name even so; the group is never joined.
    static func reader(_ isolation: LogReader.Isolation, group: String = "ratchet-reader") -> ClientSettings {
        // They read a table from its beginning to its end: a queue that runs empty costs more than what it holds.
        reader(isolation, group, fetching: ["queued.min.messages": "100000", "queued.max.messages.kbytes": "16384"])
    }

    /// Reads a record here and there.
    ///
    /// The library waits for a second before it fetches again where a queue was full for a moment: it never is.
    static let recordReader = reader(
        .committed,
        "ratchet-reader",
        fetching: [
            "queued.min.messages": "100000", "queued.max.messages.kbytes": "65536", "fetch.message.max.bytes": "32768",
            // What is not there any more is not to be looked for from the beginning.
            "auto.offset.reset": "error",
        ]
    )

    private static func reader(
        _ isolation: LogReader.Isolation,
        _ group: String,
        fetching own: [String: String]
    ) -> ClientSettings {
        ClientSettings(
            defaults: fetching.merging(own) { _, new in new },
            essential: [
                "group.id": group,
                // Without meaning here; but the library holds it against the user's `max.poll.interval.ms`.
                "session.timeout.ms": "1",
                "enable.auto.commit": "false",
                "enable.auto.offset.store": "false",
                "enable.partition.eof": "true",
                "isolation.level": isolation == .committed ? "read_committed" : "read_uncommitted",
            ]
        )
    }
}
