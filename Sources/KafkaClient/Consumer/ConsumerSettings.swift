extension ClientSettings {
    /// A group member: `range` and dynamic membership, since on librdkafka 2.0.2 `cooperative-sticky` loops and static
    /// members come back fenced.
    static func consumer(group: String, options: Consumer.Options) -> ClientSettings {
        ClientSettings(
            defaults: fetching.merging(["fetch.wait.max.ms": String(options.fetchWait.timeoutMilliseconds)]) { _, new in
                new
            },
            essential: [
                "group.id": group,
                "partition.assignment.strategy": "range",
                "session.timeout.ms": String(options.sessionTimeout.timeoutMilliseconds),
                "heartbeat.interval.ms": String(options.heartbeatInterval.timeoutMilliseconds),
                "enable.auto.commit": "false",
                "enable.auto.offset.store": "false",
                "isolation.level": "read_committed",
                "enable.partition.eof": "true",
            ]
        )
    }
}
