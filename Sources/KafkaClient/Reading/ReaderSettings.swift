extension ClientSettings {
    /// Partitions by hand.
    ///
    /// The library wants a group's name even so; the group is never joined.
    static func reader(_ isolation: LogReader.Isolation, group: String = "ratchet-reader") -> ClientSettings {
        ClientSettings(
            // They read a table from its beginning to its end: a queue that runs empty costs more than what it holds.
            defaults: fetching.merging(
                ["queued.min.messages": "100000", "queued.max.messages.kbytes": "16384"],
                uniquingKeysWith: { _, new in new }
            ),
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
