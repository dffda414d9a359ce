extension ClientSettings {
    /// Partitions by hand.
    ///
    /// The library wants a group's name even so; the group is never joined.
    static func reader(_ isolation: LogReader.Isolation, group: String = "ratchet-reader") -> ClientSettings {
        ClientSettings(
            defaults: fetching,
            essential: [
                "group.id": group,
                "enable.auto.commit": "false",
                "enable.auto.offset.store": "false",
                "enable.partition.eof": "true",
                "isolation.level": isolation == .committed ? "read_committed" : "read_uncommitted",
            ]
        )
    }
}
